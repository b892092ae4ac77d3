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

namespace Bakeoff.Experiments.Running;

/// <summary>Wires an experiment's stages: each gets the options it reads and nothing else.</summary>
[OutsideFingerprint("puts stages together; what each computes is in the stage itself")]
internal static class ExperimentGraph
{
    private const string Section = "dataset";

    /// <summary>Sections of a dataset's description that tell people about it and change no clip.</summary>
    private static readonly string[] Descriptive = ["title", "licence", "redistributable", "citation", "language", "sources"];

    private const string Redistributable = "dataset.redistributable";

    /// <summary>Creates the graph.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="subject">The experiment with its corpus.</param>
    /// <param name="pool">Threads to compute with.</param>
    /// <param name="store">Where runs are recorded.</param>
    /// <param name="recorder">Hears of each epoch.</param>
    /// <param name="parent">MLflow run that a training becomes a child of; null for none.</param>
    public static StageGraph Create(Workspace workspace, ReportSubject subject, WorkerPool pool, IMlflowStore store, TrainingRecorder recorder, RunReference? parent = null)
    {
        var (experiment, dataset, source) = (subject.Experiment, subject.Dataset, subject.Source);
        var options = experiment.Options;
        var described = YamlOptions.Flatten(dataset, Section);
        var tracking = new TrackingContext(store, experiment, RunMemory.Of(workspace), subject.Git) { Parent = parent };
        var features = ModelRecipe.With(options.Features, options.Normalization);
        return new StageGraph(
        [
            .. Corpus(workspace, dataset, source, subject.Parts, pool.ThreadCount),
            new ExploreStage(options.Explore, dataset, options.Split, options.Seed, With(experiment.ParametersOf("seed", "explore", "split"), Shown(described)), source, pool.ThreadCount),
            new FeaturizeStage(features, options.Augmentation, options.Seed, source, FeatureParameters(experiment), pool.ThreadCount),
            new SplitStage(options.Split, options.Seed, experiment.ParametersOf("seed", "split")),
            new TrackedTrainStage(Training(workspace, experiment, features, pool, recorder), tracking, recorder),
            new TrackedEvaluateStage(new EvaluateStage(options.Split, options.Normalization, options.Seed, experiment.ParametersOf("seed", "split.acknowledge", "normalization"), pool), tracking),
            new TrackedReportStage(new ReportStage(subject, AllParameters(experiment, described)), tracking),
        ]);
    }

    private static IEnumerable<IStage> Corpus(Workspace workspace, DatasetDescription dataset, RecordingsSource source, IReadOnlyList<CorpusPart> parts, int threads)
    {
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

    private static IStage Training(Workspace workspace, ResolvedExperiment experiment, FeatureOptions features, WorkerPool pool, TrainingRecorder recorder)
    {
        var options = experiment.Options;
        if (options.Classifier is { } classifier)
        {
            var areCopiesVoices = options.Augmentation is { Voice: VoiceDraw.EachCopy };
            return new ClassifierTrainStage(classifier, options.Split, features, options.Normalization, areCopiesVoices, options.Seed, ClassifierParameters(experiment), pool, recorder);
        }

        var engine = new EngineCatalogue(workspace.EnginesFolder).Choose(options.Engine);
        return new TrainStage(
            options.Model!, options.Training!, features, options.Normalization, options.Seed, TrainParameters(experiment, engine), engine.Engine, engine.Device, pool, recorder);
    }

    /// <summary>What decides the classifier: of the copies, beside their features, whether they are voices that inner folds can hold out.</summary>
    private static IReadOnlyDictionary<string, string> ClassifierParameters(ResolvedExperiment experiment)
    {
        string[] sections = ["seed", "features", "normalization", "split", "classifier"];
        return experiment.ParametersOf(experiment.Options.Augmentation is null ? sections : [.. sections, "augmentation.voice"]);
    }

    /// <summary>What decides the features: altered copies are drawn from the seed, and only normalisation by clip is part of the extraction.</summary>
    private static IReadOnlyDictionary<string, string> FeatureParameters(ResolvedExperiment experiment)
    {
        var options = experiment.Options;
        var sections = new List<string> { "features" };
        sections.AddRange(options.Augmentation is null ? [] : ["seed", "augmentation"]);
        sections.AddRange(options.Normalization == FeatureNormalization.Clip ? ["normalization"] : []);
        return experiment.ParametersOf([.. sections]);
    }

    /// <summary>What decides which recordings come: the synthesis, or the public sources where no archive or folder is at hand.</summary>
    private static bool IsAcquired(string key, string section, RecordingsSource source) =>
        key == $"{section}.name" || key.StartsWith($"{section}.synthetic", StringComparison.Ordinal) || (source.Content is null && key.StartsWith($"{section}.sources", StringComparison.Ordinal));

    private static bool IsDescriptive(string key, string section) => Descriptive.Any(d => key.StartsWith($"{section}.{d}", StringComparison.Ordinal));

    /// <summary>The managed engine is fingerprinted by its code; any other by its name, version, device and file.</summary>
    private static SortedDictionary<string, string> TrainParameters(ResolvedExperiment experiment, ChosenEngine engine) =>
        new(experiment.ParametersOf("seed", "features", "normalization", "model", "training").Concat(engine.Parameters).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static SortedDictionary<string, string> AllParameters(ResolvedExperiment experiment, IReadOnlyDictionary<string, string> described) => With(
        experiment.Parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal),
        [KeyValuePair.Create("name", experiment.Name), KeyValuePair.Create("question", experiment.Options.Question ?? string.Empty), .. Shown(described), KeyValuePair.Create(Redistributable, described[Redistributable])]);

    /// <summary>What pages show of a corpus' description.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Shown(IReadOnlyDictionary<string, string> described) =>
        new[] { "dataset.title", "dataset.licence", "dataset.citation" }.Select(key => KeyValuePair.Create(key, described[key]));

    private static SortedDictionary<string, string> With(IReadOnlyDictionary<string, string> parameters, IEnumerable<KeyValuePair<string, string>> more) =>
        new(parameters.Concat(more).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), StringComparer.Ordinal);

    private static SortedDictionary<string, string> Only(IReadOnlyDictionary<string, string> parameters, Func<string, bool> condition) =>
        new(parameters.Where(p => condition(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), StringComparer.Ordinal);
}
