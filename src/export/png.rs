//! SVG drawings as PNG pictures, for those who show no SVG. With the cargo feature `social-image`; without it nothing is drawn. No file and no font
//! of the system is read, so that the same drawing gives the same bytes everywhere.

/// Whether this program can draw.
pub const CAN_DRAW: bool = cfg!(feature = "social-image");

/// A drawing as a PNG picture of its own size; `None` if it is no drawing, or one without a size.
#[cfg(feature = "social-image")]
pub fn png_of(svg: &str) -> Option<Vec<u8>> {
    use resvg::tiny_skia::{Pixmap, Transform};
    use resvg::usvg::{ImageHrefResolver, Options, Tree};

    let data = ImageHrefResolver::default_data_resolver();
    // Only what lies in the drawing itself.
    let image_href_resolver = ImageHrefResolver { resolve_data: data, resolve_string: Box::new(|_, _| None) };
    let tree = Tree::from_str(svg, &Options { image_href_resolver, ..Options::default() }).ok()?;
    let size = tree.size().to_int_size();
    let mut picture = Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    picture.encode_png().ok()
}

/// Nothing: this program cannot draw.
#[cfg(not(feature = "social-image"))]
pub fn png_of(_: &str) -> Option<Vec<u8>> {
    None
}

#[cfg(test)]
mod tests {
    #![cfg(feature = "social-image")]

    use super::png_of;

    #[test]
    fn a_drawing_has_its_size_and_always_the_same_bytes() {
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" height=\"7\"><circle r=\"5\" fill=\"teal\"/></svg>";
        let png = png_of(svg).expect("it is a drawing");
        let size = imagesize::blob_size(&png).expect("it is a picture");
        assert_eq!((size.width, size.height), (12, 7));
        assert_eq!(png_of(svg), Some(png));
    }

    #[test]
    fn what_is_no_drawing_is_none_and_no_file_is_read() {
        for text in ["", "no", "<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"7\"/>"] {
            assert_eq!(png_of(text), None, "{text}");
        }
        let with = |href: &str| {
            let image = format!("<image width=\"9\" height=\"9\" href=\"{href}\"/>");
            png_of(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{image}</svg>"))
        };
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/chapters/images/none.svg");
        assert_eq!(with(file), with(""));
        let inside = "data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22%20width=%229%22%20height=%229%22%3E%3Crect%20width=%229%22%20height=%229%22/%3E%3C/svg%3E";
        assert_ne!(with(inside), with(""));
    }
}
