using System.Text.Json.Serialization;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;

namespace Bakeoff.Cli.Output;

/// <summary>The stages that read a key of the YAML: those whose results a change of it makes stale.</summary>
internal static class KeyReaders
{
    // The record that a stage is made of names its keys; the folder of the stage's code has the stage's name.
    private static readonly Lazy<IReadOnlyList<(string Stage, string Key)>> Read = new(() =>
    [
        .. typeof(ExperimentStages).Assembly.GetTypes()
            .Where(static type => type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Stage<>))
            .SelectMany(static type => type.BaseType!.GetGenericArguments()[0].GetProperties(), static (type, property) => (
                type.Namespace!.Split('.')[^1].ToLowerInvariant(),
                ((JsonPropertyNameAttribute?)Attribute.GetCustomAttribute(property, typeof(JsonPropertyNameAttribute)))?.Name ?? "")),

        // These two read the description of the corpus, which the key names.
        (StageNames.Download, "dataset"),
        (StageNames.Index, "dataset"),
    ]);

    /// <summary>Names of the stages in running order; none where a key is for reports and MLflow alone.</summary>
    /// <param name="path">Dotted key without marks of lists.</param>
    public static IReadOnlyList<string> Of(string path)
    {
        var readers = Read.Value
            .Where(entry => entry.Key.Length > 0 && (IsInside(path, entry.Key) || IsInside(entry.Key, path)))
            .Select(static entry => entry.Stage)
            .ToHashSet(StringComparer.Ordinal);
        return [.. ExperimentStages.All.Select(static stage => stage.Name).Where(readers.Contains)];
    }

    private static bool IsInside(string key, string section) =>
        key == section || key.StartsWith(section + ".", StringComparison.Ordinal);
}
