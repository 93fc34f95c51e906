//! The sixth task: circles that are drawn, changed, undone and redone.

mod view;

use leptos_state::layers::Undo;
use leptos_state::prelude::*;
use leptos_state::Layer;

pub use self::view::View;

/// The diameter of a new circle.
pub const DIAMETER: f64 = 40.0;

/// The diameters that a circle may be given.
pub const DIAMETERS: std::ops::RangeInclusive<f64> = 4.0..=200.0;

/// A place on the canvas, in pixels from its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From above.
    pub y: f64,
}

/// A circle.
#[derive(Clone, Debug, PartialEq, State)]
pub struct Circle {
    /// Tells it from the others.
    pub id: Id,
    /// Where its middle is.
    pub centre: Point,
    /// How wide it is.
    pub diameter: f64,
}

/// What somebody is doing with a circle.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Doing {
    /// Nothing: the pointer selects.
    #[default]
    Nothing,
    /// The menu of a circle is open.
    Choosing(Id),
    /// The diameter of a circle is being adjusted.
    Adjusting(Id),
}

/// The drawing, and what is being done with it.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Drawing {
    /// In the order in which they were created.
    #[state(key = id)]
    pub circles: Vec<Circle>,
    /// Where the mouse, or what stands for it on the keyboard, points to.
    pub pointer: Option<Point>,
    /// What is being done.
    pub doing: Doing,
}

#[actions(no_serde)]
impl Drawing {
    /// Points to a place, or to none. While something is done with a circle, it is pointed to that.
    pub fn point(&mut self, place: Option<Point>) {
        if self.doing == Doing::Nothing {
            self.pointer = place;
        }
    }

    /// Presses at a place. Where no circle is, this creates one; where a menu is open, it closes it.
    pub fn press(&mut self, cx: &mut Cx<Self>, place: Point) {
        self.pointer = Some(place);
        if self.doing != Doing::Nothing {
            self.doing = Doing::Nothing;
        } else if nearest(&self.circles, place).is_none() {
            self.circles.push(Circle {
                id: cx.id(),
                centre: place,
                diameter: DIAMETER,
            });
        }
    }

    /// Opens the menu of the circle at a place, if there is one.
    pub fn open_menu(&mut self, place: Point) {
        self.pointer = Some(place);
        if matches!(self.doing, Doing::Nothing | Doing::Choosing(_)) {
            let circle = nearest(&self.circles, place);
            self.doing = circle.map_or(Doing::Nothing, Doing::Choosing);
        }
    }

    /// Closes the menu.
    pub fn close_menu(&mut self) {
        if matches!(self.doing, Doing::Choosing(_)) {
            self.doing = Doing::Nothing;
        }
    }

    /// Begins to adjust the diameter of the circle whose menu is open.
    pub fn adjust(&mut self) {
        if let Doing::Choosing(id) = self.doing {
            self.doing = Doing::Adjusting(id);
        }
    }

    /// Gives the circle that is being adjusted another diameter.
    pub fn set_diameter(&mut self, diameter: f64) {
        if let Doing::Adjusting(id) = self.doing {
            if let Some(circle) = self.circles.iter_mut().find(|circle| circle.id == id) {
                circle.diameter = diameter.clamp(*DIAMETERS.start(), *DIAMETERS.end());
            }
        }
    }

    /// Ends the adjusting.
    pub fn finish(&mut self) {
        if matches!(self.doing, Doing::Adjusting(_)) {
            self.doing = Doing::Nothing;
        }
    }
}

/// What can be undone of a drawing: what becomes of its circles. However often a diameter changes while it is being adjusted, that
/// is one step, which ends where the adjusting does ([`UndoHandle::end_run`](leptos_state::layers::UndoHandle::end_run)).
pub fn undoable() -> impl Layer<Drawing> + Send + Sync {
    Undo::limit(100)
        .part(
            |drawing: &Drawing| drawing.circles.clone(),
            |drawing, circles| drawing.circles.clone_from(circles),
        )
        .coalesce(|change| match change.as_action() {
            Some(DrawingAction::SetDiameter { .. }) => Some("diameter"),
            _ => None,
        })
}

impl Drawing {
    /// The circle that is filled: the one that something is done with, or else the one that is pointed to.
    pub fn selected(&self) -> Option<Id> {
        match self.doing {
            Doing::Choosing(id) | Doing::Adjusting(id) => Some(id),
            Doing::Nothing => nearest(&self.circles, self.pointer?),
        }
    }

    /// A circle.
    pub fn circle(&self, id: Id) -> Option<&Circle> {
        self.circles.iter().find(|circle| circle.id == id)
    }
}

impl Point {
    /// How far it is to another place.
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// Of the circles around a place, the one whose centre is nearest.
fn nearest(circles: &[Circle], place: Point) -> Option<Id> {
    let around = circles.iter().filter_map(|circle| {
        let distance = circle.centre.distance(place);
        (distance < circle.diameter / 2.0).then_some((distance, circle.id))
    });
    around
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, id)| id)
}
