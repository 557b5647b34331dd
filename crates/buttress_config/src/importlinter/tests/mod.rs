mod configparser;
