using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Combining;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Download;
using Bakeoff.Experiments.Engines;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Explore;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Report;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Experiments.Train;
using Bakeoff.Mlflow;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Experiments.Stages;

namespace Bakeoff.Experiments.Running;

[OutsideFingerprint("puts stages together; what each computes is in the stage itself")]
internal static class CorpusStages
{
    private const string Section = "dataset";
    private static readonly string[] Descriptive = ["title", "licence", "redistributable", "citation", "language", "sources"];

    public static StageDefinition Download { get; } = new(StageNames.Download, "Fetches or synthesises the recordings and verifies them.", [], static setup => Corpus(setup)[0]);

    public static StageDefinition Index { get; } = new(
        StageNames.Index, "Lists every clip with label, speaker and text, and audits the corpus.", [StageNames.Download], static setup => Corpus(setup)[1]);

    private static IStage[] Corpus(ExperimentSetup setup)
    {
        var (workspace, dataset, source, parts, threads) = (setup.Workspace, setup.Dataset, setup.Source, setup.Parts, setup.Pool.ThreadCount);
        var downloads = Path.Combine(workspace.DatasetsFolder, "downloads");
        var described = YamlOptions.Flatten(dataset, Section);
        return parts.Count == 0
            ?
            [
                new DownloadStage(dataset, source, Only(described, key => IsAcquired(key, Section, source)), downloads, threads),
                new IndexStage(dataset, source, Only(described, key => !IsDescriptive(key, Section)), threads),
            ]
            :
            [
                new CombinedDownloadStage(parts, Of(parts, (key, section, part) => IsAcquired(key, section, part.Source)), downloads, threads),
                new CombinedIndexStage(dataset.Name, parts, With(Of(parts, (key, section, _) => !IsDescriptive(key, section)), Only(described, key => !IsDescriptive(key, Section))), threads),
            ];
    }

    private static SortedDictionary<string, string> Of(IReadOnlyList<CorpusPart> parts, Func<string, string, CorpusPart, bool> condition) => parts
        .Select(part => (Part: part, Section: $"{Section}.corpora.{part.Name}"))
        .Aggregate(new SortedDictionary<string, string>(StringComparer.Ordinal), (all, entry) => With(all, Only(YamlOptions.Flatten(entry.Part.Description, entry.Section), key => condition(key, entry.Section, entry.Part))));

    private static SortedDictionary<string, string> With(SortedDictionary<string, string> parameters, IReadOnlyDictionary<string, string> more)
    {
        foreach (var (key, value) in more)
        {
            parameters[key] = value;
        }

        return parameters;
    }

    /// <summary>What decides which recordings come: the synthesis, or the public sources where no archive or folder is at hand.</summary>
    private static bool IsAcquired(string key, string section, RecordingsSource source) =>
        key == $"{section}.name" || key.StartsWith($"{section}.synthetic", StringComparison.Ordinal) || (source.Content is null && key.StartsWith($"{section}.sources", StringComparison.Ordinal));

    private static bool IsDescriptive(string key, string section) => Descriptive.Any(d => key.StartsWith($"{section}.{d}", StringComparison.Ordinal));

    private static SortedDictionary<string, string> Only(IReadOnlyDictionary<string, string> parameters, Func<string, bool> condition) =>
        new(parameters.Where(p => condition(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), StringComparer.Ordinal);
}
