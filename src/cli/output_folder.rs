//! Which folder a site may be written into. In: a [`Project`]. Out: the reason where it may not. Writes nothing that stays.

use super::args::ExitStatus;
use super::project::{Project, ProjectError, chapter_in};
use crate::site::{FolderRelation, probe_folder, relation};

impl Project {
    /// Refuses an output folder that is or contains the source, as writing the site could destroy it; one that nobody typed and that lies
    /// outside of the course or is hidden, where git and others keep what they run; one that holds chapters, which would be left out of the
    /// course; and one that cannot be written.
    ///
    /// # Errors
    /// The output folder is or contains the source, lies outside of the course, is hidden, holds chapters, or cannot be written.
    pub fn check_output(&self) -> Result<(), ProjectError> {
        if self.output_places.as_ref().is_some_and(|places| !places.hold(&self.output)) {
            return Err(ProjectError::new(
                ExitStatus::Faulty,
                format!("the output folder `{}` leads out of the course", self.output.display()),
                "let `[build] output` name a folder below that of `syllabus.toml`, or name it yourself with `-o DIR`",
            ));
        }
        if self.output_places.as_ref().is_some_and(|places| places.hide(&self.output)) {
            return Err(ProjectError::new(
                ExitStatus::Faulty,
                format!("the output folder `{}` is hidden, or lies in a folder that is", self.output.display()),
                "let `[build] output` name a folder that can be seen, or name it yourself with `-o DIR`",
            ));
        }
        let (output, source) = (self.output.display(), self.source.display());
        if matches!(relation(&self.source, &self.output), FolderRelation::Same | FolderRelation::Above) {
            return Err(ProjectError::new(
                ExitStatus::Usage,
                format!("the output folder `{output}` is or holds the source `{source}`"),
                "name another folder: `syllabus build SOURCE -o DIR`",
            ));
        }
        let Some(chapter) = chapter_in(&self.source, &self.output, &self.settings.rules.ignore) else {
            return probe_folder(&self.output).map_err(|error| {
                let help = "nothing was read or written yet";
                ProjectError::new(ExitStatus::Failed, error.to_string(), help)
            });
        };
        Err(ProjectError::new(
            ExitStatus::Usage,
            format!(
                "the output folder `{output}` holds chapters, such as `{chapter}`, which would not be in the course"
            ),
            &format!(
                "name another folder for the site: `syllabus build {source} -o DIR`; if the chapters are only there: \
                 `syllabus build {output} -o DIR`"
            ),
        ))
    }
}
