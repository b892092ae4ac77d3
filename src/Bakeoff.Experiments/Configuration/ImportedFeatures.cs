using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Corpora;
using Bakeoff.Corpora.FeatureTables;
using Bakeoff.Options;
using Bakeoff.Options.Files;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Configuration;

/// <summary>The table that <c>features: {kind: {import: ...}}</c> names, identified by its content.</summary>
[OutsideFingerprint("finds the table before stages are built; Featurize counts its content and reads it")]
internal static class ImportedFeatures
{
    /// <summary>Looks into the table for its columns, which the options do not name; other features come back as they are.</summary>
    /// <param name="root">Folder that the table's path is relative to.</param>
    /// <param name="features">Valid options.</param>
    /// <exception cref="DatasetException">There is no such table, or it lacks a column.</exception>
    public static FeatureOptions FindColumns(string root, FeatureOptions features) =>
        features.Kind is ImportKind kind
            ? features with { Kind = kind with { FoundColumns = FeatureTable.ReadColumns(PathOf(root, kind), SelectionOf(kind)) } }
            : features;

    /// <summary>The table as an input; none where features are of another kind.</summary>
    /// <param name="root">Folder that the table's path is relative to.</param>
    /// <param name="features">Options that were checked.</param>
    /// <param name="digests">Digests of files already known.</param>
    /// <exception cref="DatasetException">It was removed since the check.</exception>
    public static IReadOnlyList<ExternalInput> Of(string root, FeatureOptions features, FileDigestCache digests)
    {
        if (features.Kind is not ImportKind kind)
        {
            return [];
        }

        var files = FeatureTable.FilesOf(PathOf(root, kind)).Select(digests.DigestOf).ToList();
        var digest = files is [var only] ? only : ContentDigest.OfText(string.Join('\n', files));
        return [new ExternalInput(kind.File, digest, new Dictionary<string, string>(StringComparer.Ordinal))];
    }

    /// <summary>Full path of the table.</summary>
    public static string PathOf(string root, ImportKind kind) => Path.GetFullPath(kind.File, root);

    /// <summary>Key and columns as the table's reader takes them.</summary>
    public static FeatureSelection SelectionOf(ImportKind kind) => new(kind.Key, kind.Columns, kind.LeaveOut);
}
