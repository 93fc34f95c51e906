//! Lines with round corners and arrows at their ends.

use std::fmt::Write;

use super::layout::Rect;
use super::xml::Px;

type Point = (f64, f64);

const CORNER: f64 = 7.0;
const ARROW: (f64, f64) = (8.0, 3.6);

/// The points at which a line bends, without those at which it goes straight on.
pub(crate) fn bends(points: &[Point]) -> Vec<Point> {
    let mut bends: Vec<Point> = Vec::new();
    for point in points {
        if bends
            .last()
            .is_some_and(|last| length(*last, *point) < 0.05)
        {
            continue;
        }
        if let [.., before, last] = bends[..] {
            let cross =
                (last.0 - before.0) * (point.1 - last.1) - (last.1 - before.1) * (point.0 - last.0);
            let dot =
                (last.0 - before.0) * (point.0 - last.0) + (last.1 - before.1) * (point.1 - last.1);
            if cross.abs() < 0.05 && dot > 0.0 {
                bends.pop();
            }
        }
        bends.push(*point);
    }
    bends
}

/// Moves an end of a line from the corner of what is around a circle to the circle.
pub(crate) fn on_circle(end: Point, circle: Rect) -> Point {
    let radius = circle.width / 2.0;
    let (x, y) = (circle.x + radius, circle.y + radius);
    let (dx, dy) = (end.0 - x, end.1 - y);
    let along = |across: f64| (radius * radius - across * across).max(0.0).sqrt();
    if dx.abs() >= dy.abs() {
        (x + along(dy).copysign(dx), end.1)
    } else {
        (end.0, y + along(dx).copysign(dy))
    }
}

/// The line as the `d` of a path.
pub(crate) fn line(points: &[Point], has_arrow: bool) -> String {
    let mut points = points.to_vec();
    if let [.., before, last] = points[..] {
        if has_arrow {
            let back = (ARROW.0 - 1.0).min(length(before, last));
            let end = points.len() - 1;
            points[end] = towards(last, before, back);
        }
    }
    let mut d = String::new();
    for (index, point) in points.iter().enumerate() {
        let neighbours = (
            index.checked_sub(1).map(|before| points[before]),
            points.get(index + 1),
        );
        match neighbours {
            (None, _) => write(&mut d, 'M', &[*point]),
            (Some(_), None) => write(&mut d, 'L', &[*point]),
            (Some(before), Some(after)) => {
                let half = length(before, *point).min(length(*point, *after)) / 2.0;
                let round = CORNER.min(half);
                write(&mut d, 'L', &[towards(*point, before, round)]);
                write(&mut d, 'Q', &[*point, towards(*point, *after, round)]);
            }
        }
    }
    d
}

/// The arrow at a line's end as the `d` of a path.
pub(crate) fn arrow(points: &[Point]) -> Option<String> {
    let [.., before, tip] = *points else {
        return None;
    };
    let base = towards(tip, before, ARROW.0);
    let whole = length(before, tip);
    let (x, y) = ((tip.0 - before.0) / whole, (tip.1 - before.1) / whole);
    let side = |sign: f64| (base.0 - sign * y * ARROW.1, base.1 + sign * x * ARROW.1);
    let mut d = String::new();
    write(&mut d, 'M', &[tip]);
    write(&mut d, 'L', &[side(1.0), side(-1.0)]);
    d.push('Z');
    Some(d)
}

fn write(d: &mut String, command: char, points: &[Point]) {
    d.push(command);
    for (index, (x, y)) in points.iter().enumerate() {
        let space = if index == 0 { "" } else { " " };
        // Writing to a string does not fail.
        let _ = write!(d, "{space}{} {}", Px(*x), Px(*y));
    }
}

fn length(from: Point, to: Point) -> f64 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    (x * x + y * y).sqrt()
}

/// The point at this distance from one point on the way to another.
fn towards(from: Point, to: Point, distance: f64) -> Point {
    let whole = length(from, to);
    if whole == 0.0 {
        return from;
    }
    let part = distance / whole;
    (
        from.0 + (to.0 - from.0) * part,
        from.1 + (to.1 - from.1) * part,
    )
}
