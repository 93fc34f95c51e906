//! Numbers as ECMAScript writes, reads and converts them.

/// White space and line ends (ECMAScript 12.2, 12.3).
pub fn is_space(character: char) -> bool {
    character == '\u{feff}' || (character.is_whitespace() && character != '\u{85}')
}

/// The shortest text that reads as the same number.
pub fn to_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    if number.is_infinite() {
        return format!("{sign}Infinity");
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    let shortest = format!("{:e}", number.abs());
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if !(-6..21).contains(&exponent) {
        return format!("{sign}{mantissa}e{exponent:+}");
    }
    let digits = mantissa.replace('.', "");
    let Ok(whole) = usize::try_from(exponent + 1) else {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    };
    match digits.split_at_checked(whole) {
        Some(("", fraction)) => format!("{sign}0.{fraction}"),
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{digits:0<whole$}"),
    }
}

/// With `digits` digits behind the point. Halves are rounded away from zero.
pub fn fixed(number: f64, digits: usize) -> String {
    if number.is_nan() || number.abs() >= 1e21 {
        return to_text(number);
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let mut number = number.abs();
    // What is halfway has one digit more, so scaled by as many twos it is whole. Formatting rounds it to even.
    let scaled = number * 2f64.powi(digits as i32 + 1);
    if scaled.fract() == 0.0 && format!("{number:.*}", digits + 1).ends_with('5') {
        number = number.next_up();
    }
    format!("{sign}{number:.digits$}")
}

/// The number that all of a text is. NaN if it is none.
pub fn from_text(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    if text.is_empty() {
        return 0.0;
    }
    if let Some((radix, digits)) = prefixed(text) {
        return from_digits(digits, radix);
    }
    let (sign, unsigned) = signed(text);
    if decimal_length(unsigned) < unsigned.len() && unsigned != "Infinity" {
        return f64::NAN;
    }
    sign * decimal(unsigned)
}

/// The number that a text begins with (`parseFloat`).
pub fn leading(text: &str) -> f64 {
    let (sign, unsigned) = signed(text.trim_start_matches(is_space));
    if unsigned.starts_with("Infinity") {
        return sign * f64::INFINITY;
    }
    let length = decimal_length(unsigned);
    sign * decimal(unsigned.get(..length).unwrap_or_default())
}

/// The whole number that a text begins with (`parseInt`).
pub fn leading_integer(text: &str, radix: f64) -> f64 {
    let (sign, unsigned) = signed(text.trim_start_matches(is_space));
    let (radix, digits) = match (int32(radix), prefixed(unsigned)) {
        (0 | 16, Some((16, digits))) => (16, digits),
        (0, _) => (10, unsigned),
        (radix @ 2..=36, _) => (radix.unsigned_abs(), unsigned),
        _ => return f64::NAN,
    };
    let length = digits.find(|character: char| !character.is_digit(radix));
    let digits = digits.get(..length.unwrap_or(digits.len()));
    let digits = digits.unwrap_or_default();
    sign * match radix {
        10 => decimal(digits),
        _ => from_digits(digits, radix),
    }
}

/// How much of the start of a text is a decimal number without a sign, in bytes.
pub fn decimal_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is = |at: usize, characters: &[u8]| bytes.get(at).is_some_and(|b| characters.contains(b));
    let digits = |from: usize| {
        let rest = bytes.iter().skip(from);
        rest.take_while(|byte| byte.is_ascii_digit()).count()
    };
    let whole = digits(0);
    let mut end = whole;
    if is(end, b".") {
        let fraction = digits(end + 1);
        if whole + fraction == 0 {
            return 0;
        }
        end += 1 + fraction;
    }
    if end > 0 && is(end, b"eE") {
        let sign = usize::from(is(end + 1, b"+-"));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

/// What a text of [`decimal_length`] is.
pub fn decimal(text: &str) -> f64 {
    match text {
        "Infinity" => f64::INFINITY,
        text => text.parse().unwrap_or(f64::NAN),
    }
}

/// The radix and the digits of `0x1f`, `0o17` and `0b11`.
pub fn prefixed(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix('0')?;
    let radix = match rest.chars().next()? {
        'x' | 'X' => 16,
        'o' | 'O' => 8,
        'b' | 'B' => 2,
        _ => return None,
    };
    Some((radix, rest.get(1..)?))
}

/// NaN if there are none or others among them.
pub fn from_digits(digits: &str, radix: u32) -> f64 {
    if digits.is_empty() {
        return f64::NAN;
    }
    digits.chars().fold(0.0, |value, digit| {
        let digit = digit.to_digit(radix).map_or(f64::NAN, f64::from);
        value * f64::from(radix) + digit
    })
}

fn signed(text: &str) -> (f64, &str) {
    if let Some(unsigned) = text.strip_prefix('-') {
        return (-1.0, unsigned);
    }
    (1.0, text.strip_prefix('+').unwrap_or(text))
}

/// The lower 32 bits of the whole part.
pub fn uint32(number: f64) -> u32 {
    if !number.is_finite() {
        return 0;
    }
    (number.trunc() % 4_294_967_296.0) as i64 as u32
}

/// The lower 32 bits of the whole part, with a sign.
pub fn int32(number: f64) -> i32 {
    uint32(number) as i32
}

/// The whole part. NaN is 0.
pub fn integer(number: f64) -> f64 {
    if number.is_nan() {
        return 0.0;
    }
    number.trunc()
}

/// To the nearest whole number, halves upwards (`Math.round`).
pub fn round(number: f64) -> f64 {
    let floor = number.floor();
    let up = if number - floor >= 0.5 { 1.0 } else { 0.0 };
    (floor + up).copysign(number)
}

/// Unlike C's, it is NaN where the exponent is, and where 1 or -1 is raised to an infinite one.
pub fn power(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (exponent.is_infinite() && base.abs() == 1.0) {
        return f64::NAN;
    }
    base.powf(exponent)
}
