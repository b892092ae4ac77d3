using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bakeoff.Experiments.Projects;
using Bakeoff.Options.Files;

namespace Bakeoff.Experiments.Configuration.Sweeps;

/// <summary>
/// The state of a search, <c>search.json</c> among the results of its experiment, by which its later members are known.
/// </summary>
/// <param name="Scores">Score of each trial that ended, in their order, the highest the best; null for one that failed.</param>
/// <param name="Chosen">Position of the trial that was chosen; null while the search goes on. No test figure exists before.</param>
internal sealed record SearchRecord(
    [property: JsonPropertyName("scores")] IReadOnlyList<double?> Scores,
    [property: JsonPropertyName("chosen")] int? Chosen)
{
    private const string File = "search.json";

    /// <summary>A search that has not begun.</summary>
    public static SearchRecord None { get; } = new([], Chosen: null);

    /// <summary>
    /// Groups of the trials that folds take when each chooses for itself, which are tested beside the chosen one. Default: none.
    /// </summary>
    [JsonPropertyName("chosen_by_folds")]
    public IReadOnlyList<string> ChosenByFolds { get; init; } = [];

    /// <summary>Digest of the settings that the search was made with.</summary>
    [JsonPropertyName("settings")]
    public string Settings { get; init; } = "";

    /// <summary>True where the scores on disk are of other settings, so that none of them counts.</summary>
    [JsonIgnore]
    public bool IsOfChangedFile { get; private init; }

    /// <summary>Scores as searches take them: NaN for a trial that failed.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Known => [.. Scores.Select(static score => score ?? double.NaN)];

    /// <summary>Reads how far the search of an experiment has come.</summary>
    /// <returns><see cref="None"/> where nothing is recorded, or something else was searched.</returns>
    public static SearchRecord Read(ResolvedExperiment experiment)
    {
        try
        {
            var record = JsonSerializer.Deserialize<SearchRecord>(System.IO.File.ReadAllBytes(PathOf(experiment)));
            return record is null ? None
                : record.Settings == SettingsOf(experiment) ? record
                : None with { IsOfChangedFile = true };
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            // The search makes it anew from its trials, which are all kept.
            return None;
        }
    }

    /// <summary>Writes the record, whole or not at all.</summary>
    public void Write(ResolvedExperiment experiment)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(this with { Settings = SettingsOf(experiment) });
        AtomicFile.Write(PathOf(experiment), [.. bytes, (byte)'\n']);
    }

    private static string PathOf(ResolvedExperiment experiment) =>
        Path.Combine(new Workspace(experiment.RepositoryRoot).ResultsFolder(experiment.Name), File);

    private static string SettingsOf(ResolvedExperiment experiment)
    {
        var text = new StringBuilder();
        foreach (var parameter in experiment.Parameters)
        {
            text.Append(parameter.Key).Append(": ").Append(parameter.Value).Append('\n');
        }

        foreach (var key in (string[])["sweep", "seeds"])
        {
            text.Append(experiment.Tree.Find(key)?.Value.ToYaml()).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
