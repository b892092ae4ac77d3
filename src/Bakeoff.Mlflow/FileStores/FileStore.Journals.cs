using Bakeoff.Mlflow.Runs;

namespace Bakeoff.Mlflow.FileStores;

internal sealed partial class FileStore
{
    internal const string JournalName = "journal";

    /// <summary>Journals of all runs; they lie beside meta.yaml, where MLflow does not look.</summary>
    internal IEnumerable<string> JournalPaths() =>
        Directory.Exists(Root)
            ? ExperimentFolders().SelectMany(RunFolders).Select(folder => Path.Combine(folder, JournalName + RunJournal.Extension)).Where(File.Exists)
            : [];
}
