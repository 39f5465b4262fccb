//! Time-based one-time passwords, as authenticator apps show them: HMAC-SHA-1, six digits, a new code every 30 seconds.
//! Source: RFC 6238; what apps agree on is RFC 4226 with these parameters.

use std::fmt;
use std::time::Duration;

use data_encoding::BASE32_NOPAD;
use ring::hmac;
use roster_model::shapes::Timestamp;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::random::Random;

/// How long a code is shown.
pub const PERIOD: Duration = Duration::from_secs(30);

/// How many digits a code has.
pub const DIGITS: usize = 6;

/// The length of a secret: 160 bits, as many as a hash has. Source: RFC 4226, section 4.
const BYTES: usize = 20;

/// By how many steps the clock of a device may differ. Source: RFC 6238, section 5.2.
const TOLERANCE: u64 = 1;

/// The secret that a user's device and the server share.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<[u8; BYTES]>);

impl TotpSecret {
    /// A new secret.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; BYTES]);
        random.fill(&mut *bytes);
        Self(bytes)
    }

    /// The secret of these bytes, if they are as many as a secret has.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes = <[u8; BYTES]>::try_from(bytes).ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// The secret that a text spells, if it spells one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_bytes(&Zeroizing::new(BASE32_NOPAD.decode(text.as_bytes()).ok()?))
    }

    /// Its bytes, to be encrypted.
    pub fn bytes(&self) -> &[u8] {
        &*self.0
    }

    /// The secret as text for an authenticator app: base32.
    pub fn to_text(&self) -> String {
        BASE32_NOPAD.encode(&*self.0)
    }

    /// The code of a time step. Source: RFC 4226, section 5.3.
    pub fn code_of(&self, step: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &*self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let hash: &[u8] = tag.as_ref();
        let offset = usize::from(hash.last().copied().unwrap_or_default() & 0xf);
        let word = hash.iter().skip(offset).take(4);
        let word = word.fold(0, |word: u32, byte| (word << 8) | u32::from(*byte));
        format!("{:0DIGITS$}", (word & 0x7fff_ffff) % 1_000_000)
    }

    /// The time step whose code was shown; none if no code of about now was.
    pub fn step_of(&self, shown: &str, now: Timestamp) -> Option<u64> {
        let current = step_at(now);
        let mut found = None;
        // Each is compared, so that time does not tell which one it is.
        for step in current.saturating_sub(TOLERANCE)..=current + TOLERANCE {
            if bool::from(self.code_of(step).as_bytes().ct_eq(shown.as_bytes())) {
                found = Some(step);
            }
        }
        found
    }
}

/// The time step of a time.
pub fn step_at(now: Timestamp) -> u64 {
    u64::try_from(now.milliseconds).unwrap_or_default() / 1000 / PERIOD.as_secs()
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TotpSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the test vectors of RFC 4226 and RFC 6238.
    fn secret() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890").expect("twenty bytes")
    }

    const fn at(seconds: i64) -> Timestamp {
        Timestamp {
            milliseconds: seconds * 1000,
        }
    }

    #[test]
    fn codes_are_those_of_rfc_4226() {
        let expected = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ];
        for (step, expected) in (0..).zip(expected) {
            assert_eq!(secret().code_of(step), expected, "{step}");
        }
    }

    #[test]
    fn codes_are_the_last_digits_of_those_of_rfc_6238() {
        for (seconds, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let code = secret().code_of(step_at(at(seconds)));
            assert_eq!(code, expected[8 - DIGITS..], "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_one_step_before_and_after_its_own() {
        let code = secret().code_of(100);
        for (seconds, expected) in [
            (2969, None),
            (2970, Some(100)),
            (3000, Some(100)),
            (3059, Some(100)),
            (3060, None),
        ] {
            assert_eq!(secret().step_of(&code, at(seconds)), expected, "{seconds}");
        }
    }

    #[test]
    fn what_is_no_code_of_now_does_not_count() {
        let code = secret().code_of(100);
        for shown in ["", "000000", &code[1..], &format!("{code}0"), &format!("0{code}")] {
            assert_eq!(secret().step_of(shown, at(3000)), None, "{shown}");
        }
    }

    #[test]
    fn a_secret_survives_its_text_and_is_not_in_its_debug_form() {
        assert_eq!(secret().to_text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let read = TotpSecret::parse(&secret().to_text()).expect("a secret");
        assert_eq!(read.bytes(), secret().bytes());
        assert!(TotpSecret::parse("GEZDGNBV").is_none());
        assert_eq!(format!("{:?}", secret()), "TotpSecret(…)");
    }
}
