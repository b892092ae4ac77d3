using Bakeoff.Mlflow.Files;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>
/// Corrects the artifact locations in a store whose folder was moved or copied: MLflow writes absolute ones and shows an empty list,
/// without an error, where they lead nowhere. Only locations that end as the store's own do, and that do not exist, are corrected.
/// </summary>
internal static class StoreRelocation
{
    /// <param name="experimentFolders">Folders of all experiments.</param>
    /// <param name="runFolders">Folders of an experiment's runs.</param>
    /// <param name="modelsFolder">Folder of the registered models.</param>
    /// <param name="read">Reads a folder's meta.yaml; null if that is impossible.</param>
    internal static void Run(
        IEnumerable<string> experimentFolders,
        Func<string, IEnumerable<string>> runFolders,
        string modelsFolder,
        Func<string, MetaDocument?> read)
    {
        string? oldRoot = null;
        foreach (string experiment in experimentFolders)
        {
            string id = Path.GetFileName(experiment);
            string? moved = Correct(read(experiment), experiment, "artifact_location", experiment, "/" + id);
            if (moved is null)
            {
                continue;
            }

            oldRoot ??= moved;
            foreach (string run in runFolders(experiment))
            {
                Correct(read(run), run, "artifact_uri", Path.Combine(run, "artifacts"), $"/{id}/{Path.GetFileName(run)}/artifacts");
            }
        }

        if (oldRoot is not null && Directory.Exists(modelsFolder))
        {
            CorrectModels(modelsFolder, oldRoot, read);
        }
    }

    // Returns the root of the old location; null if nothing was corrected.
    private static string? Correct(MetaDocument? meta, string folder, string key, string place, string ending)
    {
        string uri = meta?.Text(key) ?? "";
        bool isOurs = uri.Replace('\\', '/').EndsWith(ending, StringComparison.Ordinal);
        bool looksLocal = uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            || (!uri.Contains("://", StringComparison.Ordinal) && !uri.StartsWith("mlflow-artifacts:", StringComparison.OrdinalIgnoreCase));
        string right = ArtifactUris.FromPath(place);
        if (!isOurs || !looksLocal || uri == right || (ArtifactUris.ToPath(uri) is { } there && Directory.Exists(there)))
        {
            return null;
        }

        meta!.SetText(key, right);
        StoreFile.Write(Path.Combine(folder, "meta.yaml"), MetaWriter.Write(meta), folder);
        return uri[..^ending.Length];
    }

    private static void CorrectModels(string modelsFolder, string oldRoot, Func<string, MetaDocument?> read)
    {
        string newRoot = ArtifactUris.FromPath(Path.GetDirectoryName(modelsFolder)!);
        foreach (string path in Directory.EnumerateFiles(modelsFolder, "meta.yaml", SearchOption.AllDirectories))
        {
            if (read(Path.GetDirectoryName(path)!) is not { } meta)
            {
                continue;
            }

            bool changed = false;
            foreach (string key in (string[])["source", "storage_location"])
            {
                if (meta.Text(key) is { } uri && uri.StartsWith(oldRoot + "/", StringComparison.Ordinal))
                {
                    meta.SetText(key, newRoot + uri[oldRoot.Length..]);
                    changed = true;
                }
            }

            if (changed)
            {
                StoreFile.Write(path, MetaWriter.Write(meta), Path.GetDirectoryName(path)!);
            }
        }
    }
}
