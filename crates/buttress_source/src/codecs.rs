//! Python's names of encodings, and what decodes each of them.
//!
//! Used by `decode` only. `encoding_rs` does most of the work; what the web's encodings get wrong
//! for Python (latin-1, ASCII, the control characters of ISO 8859-9 and -11) is done here, and the
//! code pages of DOS come from `yore`.

use encoding_rs::{self as rs, DecoderResult, Encoding};
use yore::{CodePage, code_pages as dos};

use crate::LineIndex;

/// Well-known names, to suggest one for a name that is not known.
pub(crate) const SUGGESTIONS: [&str; 16] = [
    "utf-8",
    "ascii",
    "latin-1",
    "iso-8859-15",
    "cp1252",
    "cp1251",
    "cp437",
    "cp850",
    "koi8-r",
    "mac-roman",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "gbk",
    "gb18030",
    "big5",
];

/// Something that turns bytes into text.
#[derive(Clone, Copy)]
pub(crate) enum Codec {
    /// Strict UTF-8.
    Utf8,
    /// Each byte is the character of the same number.
    Latin1,
    /// Strict 7-bit ASCII.
    Ascii,
    /// As the web decodes it, which for some is a superset of what Python accepts.
    Web(&'static Encoding),
    /// The same, but 0x80 to 0x9F are control characters as the ISO standards have it.
    WebWithControls(&'static Encoding),
    /// A code page of DOS.
    Dos(&'static dyn CodePage),
}

/// Where the bytes stop being valid: the 1-based line of the first bad byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BadLine(pub(crate) u32);

impl Codec {
    /// The codec of a name, as Python's `codecs.lookup` finds it, or of a name the web knows.
    ///
    /// Case and the separators `-`, `_` and `.` make no difference (Python is a little stricter).
    /// Encodings in which ASCII bytes are not ASCII characters (UTF-16, EBCDIC, UTF-7) are none.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase().replace('_', "-");
        if lower.starts_with("utf-8-") {
            return Some(Self::Utf8);
        }
        let latin1 = ["latin-1-", "iso-8859-1-", "iso-latin-1-"];
        if latin1.iter().any(|prefix| lower.starts_with(prefix)) {
            return Some(Self::Latin1);
        }
        let key = lower.replace(['-', '.'], "");
        special(&key)
            .or_else(|| iso_8859(&key).or_else(|| web(&key)).map(Self::Web))
            .or_else(|| code_page(&key).map(Self::Dos))
            .or_else(|| {
                let label = Encoding::for_label(lower.as_bytes())?;
                label.is_ascii_compatible().then_some(Self::Web(label))
            })
    }

    /// Decodes all of `bytes`.
    pub(crate) fn decode(self, bytes: &[u8]) -> Result<String, BadLine> {
        match self {
            Self::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => Err(line_at(bytes, error.valid_up_to())),
            },
            Self::Latin1 => Ok(rs::mem::decode_latin1(bytes).into_owned()),
            Self::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
                None => Ok(rs::mem::decode_latin1(bytes).into_owned()),
                Some(at) => Err(line_at(bytes, at)),
            },
            Self::Web(encoding) => decode_web(encoding, bytes).map_err(|text| last_line(&text)),
            Self::WebWithControls(encoding) => decode_with_controls(encoding, bytes),
            Self::Dos(page) => match page.decode(bytes) {
                Ok(text) => Ok(text.into_owned()),
                Err(error) => Err(line_at(bytes, error.position)),
            },
        }
    }
}

/// All of the text, or the part before the first bad byte.
fn decode_web(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut rest = bytes;
    loop {
        let room = decoder.max_utf8_buffer_length_without_replacement(rest.len());
        text.reserve(room.unwrap_or(rest.len()));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        match result {
            DecoderResult::InputEmpty => {
                text.shrink_to_fit();
                return Ok(text);
            }
            DecoderResult::OutputFull => rest = &rest[read..],
            DecoderResult::Malformed(..) => return Err(text),
        }
    }
}

fn decode_with_controls(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, BadLine> {
    let is_control = |byte: &u8| (0x80..=0x9f).contains(byte);
    let mut text = String::with_capacity(bytes.len());
    for run in bytes.chunk_by(|a, b| is_control(a) == is_control(b)) {
        if run.first().is_some_and(is_control) {
            text.extend(run.iter().copied().map(char::from));
        } else {
            let decoded = decode_web(encoding, run);
            text.push_str(decoded.as_ref().unwrap_or_else(|partial| partial));
            if decoded.is_err() {
                return Err(last_line(&text));
            }
        }
    }
    Ok(text)
}

fn last_line(text: &str) -> BadLine {
    BadLine(u32::try_from(LineIndex::new(text).len()).unwrap_or(u32::MAX))
}

/// The line of the byte `at`; sound where ASCII bytes are ASCII characters.
fn line_at(bytes: &[u8], at: usize) -> BadLine {
    last_line(&rs::mem::decode_latin1(&bytes[..at]))
}

/// The keys whose codec is not exactly one of the web's.
fn special(key: &str) -> Option<Codec> {
    Some(match key {
        "utf8" | "utf" | "u8" | "utf8ucs2" | "utf8ucs4" | "utf8sig" | "cp65001" => Codec::Utf8,
        "latin1" | "latin" | "l1" | "8859" | "iso8859" | "iso88591" | "iso885911987"
        | "isolatin1" | "csisolatin1" | "isoir100" | "cp819" | "ibm819" => Codec::Latin1,
        "ascii" | "usascii" | "us" | "646" | "cp367" | "ibm367" | "csascii" | "isoir6"
        | "iso646us" | "iso646irv1991" | "ansix341968" | "ansix341986" => Codec::Ascii,
        "latin5" | "l5" | "iso88599" | "iso885991989" | "csisolatin5" | "isoir148" => {
            Codec::WebWithControls(rs::WINDOWS_1254)
        }
        "thai" | "iso885911" | "iso8859112001" | "tis620" | "tis6200" | "tis62025290"
        | "tis62025291" | "isoir166" => Codec::WebWithControls(rs::WINDOWS_874),
        _ => return None,
    })
}

fn iso_8859(key: &str) -> Option<&'static Encoding> {
    Some(match key {
        "iso88592" | "iso885921987" | "latin2" | "l2" | "csisolatin2" | "isoir101" => {
            rs::ISO_8859_2
        }
        "iso88593" | "iso885931988" | "latin3" | "l3" | "csisolatin3" | "isoir109" => {
            rs::ISO_8859_3
        }
        "iso88594" | "iso885941988" | "latin4" | "l4" | "csisolatin4" | "isoir110" => {
            rs::ISO_8859_4
        }
        "iso88595" | "iso885951988" | "cyrillic" | "csisolatincyrillic" | "isoir144" => {
            rs::ISO_8859_5
        }
        "iso88596" | "iso885961987" | "arabic" | "asmo708" | "csisolatinarabic" | "ecma114"
        | "isoir127" => rs::ISO_8859_6,
        "iso88597" | "iso885971987" | "greek" | "greek8" | "csisolatingreek" | "ecma118"
        | "elot928" | "isoir126" => rs::ISO_8859_7,
        "iso88598" | "iso885981988" | "hebrew" | "csisolatinhebrew" | "isoir138" => rs::ISO_8859_8,
        "iso885910" | "iso8859101992" | "latin6" | "l6" | "csisolatin6" | "isoir157" => {
            rs::ISO_8859_10
        }
        "iso885913" | "latin7" | "l7" => rs::ISO_8859_13,
        "iso885914" | "iso8859141998" | "latin8" | "l8" | "isoceltic" | "isoir199" => {
            rs::ISO_8859_14
        }
        "iso885915" | "latin9" | "l9" => rs::ISO_8859_15,
        "iso885916" | "iso8859162001" | "latin10" | "l10" | "isoir226" => rs::ISO_8859_16,
        _ => return None,
    })
}

fn web(key: &str) -> Option<&'static Encoding> {
    Some(match key {
        "cp874" => rs::WINDOWS_874,
        "cp1250" | "1250" | "windows1250" => rs::WINDOWS_1250,
        "cp1251" | "1251" | "windows1251" => rs::WINDOWS_1251,
        "cp1252" | "1252" | "windows1252" => rs::WINDOWS_1252,
        "cp1253" | "1253" | "windows1253" => rs::WINDOWS_1253,
        "cp1254" | "1254" | "windows1254" => rs::WINDOWS_1254,
        "cp1255" | "1255" | "windows1255" => rs::WINDOWS_1255,
        "cp1256" | "1256" | "windows1256" => rs::WINDOWS_1256,
        "cp1257" | "1257" | "windows1257" => rs::WINDOWS_1257,
        "cp1258" | "1258" | "windows1258" => rs::WINDOWS_1258,
        "cp866" | "866" | "ibm866" | "csibm866" => rs::IBM866,
        "koi8r" | "cskoi8r" => rs::KOI8_R,
        "koi8u" => rs::KOI8_U,
        "macroman" | "macintosh" => rs::MACINTOSH,
        "maccyrillic" => rs::X_MAC_CYRILLIC,
        "shiftjis" | "csshiftjis" | "sjis" | "xmacjapanese" | "cp932" | "932" | "ms932"
        | "mskanji" | "windows31j" => rs::SHIFT_JIS,
        "eucjp" | "ujis" => rs::EUC_JP,
        "iso2022jp" | "csiso2022jp" => rs::ISO_2022_JP,
        "euckr" | "korean" | "ksc5601" | "ksc56011987" | "ksx1001" | "xmackorean" | "cp949"
        | "949" | "ms949" | "uhc" => rs::EUC_KR,
        "gbk" | "936" | "cp936" | "ms936" | "gb2312" | "chinese" | "csiso58gb231280" | "euccn"
        | "eucgb2312cn" | "gb23121980" | "gb231280" | "isoir58" | "xmacsimpchinese" => rs::GBK,
        "gb18030" | "gb180302000" => rs::GB18030,
        "big5" | "big5tw" | "csbig5" | "xmactradchinese" | "big5hkscs" | "hkscs" | "cp950"
        | "950" | "ms950" => rs::BIG5,
        _ => return None,
    })
}

fn code_page(key: &str) -> Option<&'static dyn CodePage> {
    Some(match key {
        "cp437" | "437" | "ibm437" | "cspc8codepage437" => &dos::CP437,
        "cp737" => &dos::CP737,
        "cp850" | "850" | "ibm850" | "cspc850multilingual" => &dos::CP850,
        "cp852" | "852" | "ibm852" | "cspcp852" => &dos::CP852,
        "cp855" | "855" | "ibm855" | "csibm855" => &dos::CP855,
        "cp857" | "857" | "ibm857" | "csibm857" => &dos::CP857,
        "cp860" | "860" | "ibm860" | "csibm860" => &dos::CP860,
        "cp861" | "861" | "ibm861" | "csibm861" | "cpis" => &dos::CP861,
        "cp862" | "862" | "ibm862" | "cspc862latinhebrew" => &dos::CP862,
        "cp863" | "863" | "ibm863" | "csibm863" => &dos::CP863,
        "cp865" | "865" | "ibm865" | "csibm865" => &dos::CP865,
        "cp869" | "869" | "ibm869" | "csibm869" | "cpgr" => &dos::CP869,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn decodes(name: &str, bytes: &[u8], expected: &str) {
        let codec = Codec::named(name).unwrap_or_else(|| panic!("`{name}` is not known"));
        assert_eq!(codec.decode(bytes).as_deref(), Ok(expected), "{name}");
    }

    #[test]
    fn names_of_all_spellings() {
        for name in ["UTF-8", "utf8", "U8", "utf_8_sig", "utf-8-emacs", "cp65001"] {
            decodes(name, "é".as_bytes(), "é");
        }
        for name in [
            "latin-1",
            "Latin_1",
            "ISO-8859-1",
            "iso8859-1",
            "L1",
            "8859",
        ] {
            decodes(name, b"\xe9\x93", "é\u{93}");
        }
        decodes("iso-latin-1-unix", b"\x93", "\u{93}");
        for name in ["windows-1252", "CP1252", "1252"] {
            decodes(name, b"\x93", "\u{201c}");
        }
    }

    #[test]
    fn each_family_decodes_as_python_does() {
        decodes("iso-8859-15", b"\xa4", "€");
        decodes("iso-8859-9", b"\x8a\xfd", "\u{8a}ı");
        decodes("tis-620", b"\x80\xa1", "\u{80}ก");
        decodes("cp1251", b"\xcf", "П");
        decodes("koi8-r", b"\xf0", "П");
        decodes("mac-roman", b"\x8e", "é");
        decodes("cp437", b"\x82\x1a", "é\u{1a}");
        decodes("IBM850", b"\xd5", "ı");
        decodes("shift_jis", b"\x82\xa0\\", "あ\\");
        decodes("euc-jp", b"\xa4\xa2", "あ");
        decodes("iso-2022-jp", b"\x1b$B$\x22\x1b(B", "あ");
        decodes("euc-kr", b"\xb0\xa1", "가");
        decodes("gbk", b"\xc4\xe3", "你");
        decodes("gb18030", b"\x81\x30\x81\x30", "\u{80}");
        decodes("big5", b"\xa7\x41", "你");
    }

    #[test]
    fn unknown_or_not_a_superset_of_ascii() {
        for name in [
            "whatever",
            "rot13",
            "utf-16",
            "utf-16-le",
            "utf-32",
            "utf-7",
            "cp037",
            "replacement",
            "iso-2022-kr",
            "hz",
            "mbcs",
            "unicode_escape",
            "",
            "-",
        ] {
            assert!(Codec::named(name).is_none(), "{name}");
        }
    }

    #[test]
    fn the_first_bad_byte_is_found() {
        let bad = |name, bytes| Codec::named(name).map(|codec| codec.decode(bytes));
        assert_eq!(bad("utf-8", b"a\nb\r\nc\r\xff"), Some(Err(BadLine(4))));
        assert_eq!(bad("ascii", b"a\n\n\xe9"), Some(Err(BadLine(3))));
        assert_eq!(bad("cp857", b"a\r\xd5"), Some(Err(BadLine(2))));
        assert_eq!(bad("euc-jp", b"\xa4\xa2\n\xa4\xff"), Some(Err(BadLine(2))));
        assert_eq!(bad("shift_jis", b"\n\n\x82"), Some(Err(BadLine(3))));
        assert_eq!(bad("tis-620", b"\x80\n\xa1\n\xff"), Some(Err(BadLine(3))));
    }

    #[test]
    fn suggestions_are_known() {
        for name in SUGGESTIONS {
            assert!(Codec::named(name).is_some(), "{name}");
        }
    }
}
