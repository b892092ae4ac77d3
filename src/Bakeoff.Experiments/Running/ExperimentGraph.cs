using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
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
        var described = YamlOptions.Flatten(dataset.Identity, Section);
        var tracking = new TrackingContext(store, experiment, RunMemory.Of(workspace), subject.Git) { Parent = parent };
        var features = ModelRecipe.With(options.Features, options.Normalization);
        return new StageGraph(
        [
            new DownloadStage(subject.Corpora.Acquisition, Path.Combine(workspace.DatasetsFolder, "downloads"), pool.ThreadCount),
            new IndexStage(subject.Corpora.Indexing, source, pool.ThreadCount),
            new ExploreStage(options.Explore, dataset, options.Split, options.Seed, With(experiment.ParametersOf("seed", "explore", "split"), described), source, pool.ThreadCount),
            new FeaturizeStage(features, options.Augmentation, options.Seed, source, FeatureParameters(experiment), pool.ThreadCount),
            new SplitStage(options.Split, options.Seed, experiment.ParametersOf("seed", "split")),
            new TrackedTrainStage(Training(workspace, experiment, features, pool, recorder), tracking, recorder),
            new TrackedEvaluateStage(new EvaluateStage(options.Split, options.Normalization, options.Seed, experiment.ParametersOf("seed", "split.acknowledge", "normalization"), pool), tracking),
            new TrackedReportStage(new ReportStage(subject, AllParameters(experiment, described)), tracking),
        ]);
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

    /// <summary>The managed engine is fingerprinted by its code; any other by its name, version, device and file.</summary>
    private static SortedDictionary<string, string> TrainParameters(ResolvedExperiment experiment, ChosenEngine engine) =>
        new(experiment.ParametersOf("seed", "features", "normalization", "model", "training").Concat(engine.Parameters).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static SortedDictionary<string, string> AllParameters(ResolvedExperiment experiment, IReadOnlyDictionary<string, string> described) => With(
        experiment.Parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal),
        [KeyValuePair.Create("name", experiment.Name), KeyValuePair.Create("question", experiment.Options.Question ?? string.Empty), .. described]);

    private static SortedDictionary<string, string> With(IReadOnlyDictionary<string, string> parameters, IEnumerable<KeyValuePair<string, string>> more) =>
        new(parameters.Concat(more).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), StringComparer.Ordinal);
}
