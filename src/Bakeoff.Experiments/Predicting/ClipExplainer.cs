using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Explanations;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Predicting;

/// <summary>Explains predictions of an experiment's models: by exact Shapley values of features with the training clips as background, or by
/// replacing parts of the features.</summary>
public sealed class ClipExplainer
{
    private readonly ExperimentSession _session;
    private readonly Dictionary<string, StoreEntry> _results;

    private ClipExplainer(ExperimentSession session, Dictionary<string, StoreEntry> results) => (_session, _results) = (session, results);

    /// <summary>Finds the latest results of an experiment.</summary>
    /// <param name="session">The experiment.</param>
    /// <exception cref="NotFinishedException">It is not trained.</exception>
    public static ClipExplainer Open(ExperimentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.RequireFeatures("explain-clip");
        var results = new Dictionary<string, StoreEntry>(StringComparer.Ordinal);
        foreach (var stage in new[] { StageNames.Index, StageNames.Featurize, StageNames.Split, StageNames.Train })
        {
            results[stage] = session.FindLatest(stage)
                ?? throw new NotFinishedException(session.Experiment.Name, stage, "it has not run, or its result is gone", "explain");
        }

        return new ClipExplainer(session, results);
    }

    /// <summary>Divides the prediction for a recording among its features.</summary>
    /// <param name="path">Path of the recording.</param>
    /// <param name="fold">Name of a fold whose model is explained; null for the mean of all.</param>
    /// <returns>Null for networks and for classifiers without exact values that are affordable: see <see cref="Occlude"/>.</returns>
    /// <exception cref="ExplanationException">There is no such fold, or features are normalised by speaker.</exception>
    /// <exception cref="AudioFormatException">The recording cannot be decoded.</exception>
    /// <exception cref="UnusableSignalException">It is too short, or its rate is too low.</exception>
    /// <remarks>Cost: the training rows pass the trees of each model once.</remarks>
    public ClipExplanation? Explain(string path, string? fold)
    {
        if (_session.Experiment.Options.Classifier is null)
        {
            return null;
        }

        using var data = ReadData();
        double[]? values = null;
        List<(ExplainedOutput Scale, AdditiveExplanation Shares)> explained = [];
        ClassifierModel? model = null;
        foreach (var known in FoldsOf(data, fold))
        {
            model = (ClassifierModel)ModelOf(data, known);
            values ??= Array.ConvertAll(FeaturesOf(path, model.Features).Features.Values, static value => (double)value);
            if (ExactShares.For(model, data, known) is not { } shares)
            {
                return null;
            }

            explained.Add((shares.Scale, shares.Explain(values)));
        }

        return new ClipExplanation(
            [.. model!.Labels, .. model.Targets],
            new FeatureExtractor(model.Features).FeatureNames,
            values!,
            explained[0].Scale,
            Mean(explained.ConvertAll(static fold => fold.Shares)),
            explained.Count)
        {
            Notes = NotesOn(model),
            Groups = FeatureGroups.Of(model.Features),
        };
    }

    /// <summary>Replaces stretches, frequency bands and groups of columns of a recording's features by their means over the training
    /// frames, and predicts again.</summary>
    /// <param name="path">Path of the recording.</param>
    /// <param name="fold">Name of a fold whose model is explained; null for the mean of all.</param>
    /// <param name="pool">Threads that compute; they change no result.</param>
    /// <inheritdoc cref="Explain(string, string?)" path="/exception"/>
    /// <remarks>Cost: at most 200 predictions a model, in batches.</remarks>
    public ClipOcclusion Occlude(string path, string? fold, WorkerPool pool)
    {
        using var data = ReadData();
        List<(TrainedModel Model, float[] Means)> models =
        [
            .. FoldsOf(data, fold)
                .Select(known => (Fold: known, Model: ModelOf(data, known)))
                .Select(known => (known.Model, Occlusion.MeansOf(known.Model, data, known.Fold))),
        ];
        var first = models[0].Model;
        var (features, times) = FeaturesOf(path, first.Features);
        var stretches = OcclusionParts.Stretches(features.FrameCount, times);
        var groups = OcclusionParts.Groups(first.Features, times.AnalysisRateHz);
        var patches = OcclusionParts.Patches(first.Features, features.FrameCount, times);
        var (outputs, parts) = Occlusion.Predict(models, features.Values, [.. stretches, .. groups, .. patches], pool);
        var occlusion = new ClipOcclusion(
            first.Labels,
            first.Targets,
            outputs,
            [.. parts.Take(stretches.Count)],
            [.. parts.Skip(stretches.Count).Take(groups.Count)],
            [.. parts.Skip(stretches.Count + groups.Count)])
        {
            Models = models.Count,
            Attention = Occlusion.Attend(models, features.Values, times, pool),
        };
        return occlusion with
        {
            Notes =
            [
                .. new[] { OcclusionWords.Attention(occlusion) }.OfType<string>(),
                .. OcclusionParts.Omitted(first.Features, stretches, groups),
                .. NotesOn(first),
            ],
        };
    }

    private static string[] NotesOn(TrainedModel model) => model.TestTime is null ? [] : [OcclusionWords.RecordingAlone];

    private FoldData ReadData()
    {
        var options = _session.Experiment.Options;
        return FoldData.Read(stage => _results[stage].Folder, options.Normalization, options.Predicted);
    }

    private List<SplitFold> FoldsOf(FoldData data, string? fold)
    {
        List<SplitFold> folds = [.. data.Folds.Where(known => fold is null || known.Name == fold)];
        return folds.Count > 0
            ? folds
            : throw Refuse(
                $"it has no fold '{fold}'", $"Its folds are {string.Join(", ", data.Folds.Select(static known => known.Name))}.");
    }

    private TrainedModel ModelOf(FoldData data, SplitFold fold)
    {
        var model = FoldModels.Load(_results[StageNames.Train].Folder, fold, data.Folds.Count);
        return model.Normalization == FeatureNormalization.Speaker
            ? throw Refuse("its features are normalised by speaker", "A single recording cannot be; use normalization: train.")
            : model;
    }

    private static (FeatureMatrix Features, FrameTimes Times) FeaturesOf(string path, FeatureOptions options)
    {
        using var recording = AudioReader.Open(path);
        var (mono, rateHz) = (recording.ReadToEnd().ToMono(), recording.Info.SampleRateHz);
        var features = new FeatureExtractor(options).Extract(mono, rateHz);
        return (features, FrameTimes.Of(options, mono, rateHz, features.FrameCount));
    }

    private static AdditiveExplanation Mean(List<AdditiveExplanation> explanations) => new(
        [.. explanations[0].BaseValues.Select((_, k) => explanations.Average(fold => fold.BaseValues[k]))],
        [
            .. explanations[0].Contributions.Select((own, k) =>
                own.Select((_, feature) => explanations.Average(fold => fold.Contributions[k][feature])).ToArray()),
        ]);

    private ExplanationException Refuse(string what, string nextStep) =>
        new(new ErrorDetails(what) { Where = $"experiment {_session.Experiment.Name}", NextStep = nextStep });
}

/// <summary>A prediction cannot be explained.</summary>
public sealed class ExplanationException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="details">Where, what and next step.</param>
    public ExplanationException(ErrorDetails details)
        : base(details)
    {
    }
}
