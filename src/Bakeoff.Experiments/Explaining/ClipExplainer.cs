using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Explanations;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Experiments.Explaining;

/// <summary>Explains predictions of an experiment's classifiers by exact Shapley values, with the training clips as background.</summary>
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
        var results = new Dictionary<string, StoreEntry>(StringComparer.Ordinal);
        foreach (var stage in new[] { StageNames.Index, StageNames.Featurize, StageNames.Split, StageNames.Train })
        {
            results[stage] = session.FindLatest(stage)
                ?? throw new NotFinishedException(session.Experiment.Name, stage, "it has not run, or its result is gone", "explain");
        }

        return new ClipExplainer(session, results);
    }

    /// <summary>Explains the prediction for a recording.</summary>
    /// <param name="path">Path of the recording.</param>
    /// <param name="fold">Name of a fold whose model is explained; null for the mean of all.</param>
    /// <exception cref="ExplanationException">The experiment has a network or another kind of classifier, or no such fold.</exception>
    /// <exception cref="AudioFormatException">The recording cannot be decoded.</exception>
    /// <exception cref="UnusableSignalException">It is too short, or its rate is too low.</exception>
    /// <remarks>Cost: the training rows pass the trees of each model once.</remarks>
    public ClipExplanation Explain(string path, string? fold)
    {
        var options = _session.Experiment.Options;
        if (options.Classifier is null)
        {
            throw Refuse("its model is a network", "Predictions of networks are not explained yet.");
        }

        using var data = FoldData.Read(
            new StageContext("", "", "", _results, new Progress<StageProgress>()), options.Normalization, options.Predicted);
        List<SplitFold> folds = [.. data.Folds.Where(known => fold is null || known.Name == fold)];
        if (folds.Count == 0)
        {
            throw Refuse(
                $"it has no fold '{fold}'", $"Its folds are {string.Join(", ", data.Folds.Select(static known => known.Name))}.");
        }

        double[]? values = null;
        List<(ExplainedOutput Scale, AdditiveExplanation Shares)> explained = [];
        ClassifierModel? model = null;
        foreach (var known in folds)
        {
            model = (ClassifierModel)TrainedModel.Load(
                ModelFolders.PathOf(_results[StageNames.Train].Folder, known.Name, data.Folds.Count));
            if (model.Normalization == FeatureNormalization.Speaker)
            {
                throw Refuse("its features are normalised by speaker", "A single recording cannot be; use normalization: train.");
            }

            values ??= FeaturesOf(path, model.Features);
            explained.Add(Explain(model, Background(data, known), values));
        }

        return new ClipExplanation(
            [.. model!.Labels, .. model.Targets],
            new FeatureExtractor(model.Features).FeatureNames,
            values!,
            explained[0].Scale,
            Mean(explained.ConvertAll(static fold => fold.Shares)),
            folds.Count);
    }

    private static double[] FeaturesOf(string path, FeatureOptions options)
    {
        using var recording = AudioReader.Open(path);
        var features = new FeatureExtractor(options).Extract(recording.ReadToEnd().ToMono(), recording.Info.SampleRateHz);
        return Array.ConvertAll(features.Values, static value => (double)value);
    }

    // The clips that the model was trained on, with their altered copies.
    private static DesignMatrix Background(FoldData data, SplitFold fold)
    {
        var side = data.TrainingSide(fold);
        return SequenceSet.Join([side.Features, .. side.Copies]).ToDesignMatrix();
    }

    private (ExplainedOutput Scale, AdditiveExplanation Shares) Explain(ClassifierModel model, DesignMatrix background, double[] row)
    {
        if (model.Targets.Count == 0)
        {
            var explainer = ShapleyExplainer.For(model.Fitted, background) ?? throw OtherKind(model);
            return (explainer.Output, explainer.Explain(row));
        }

        var regressor = new FittedRegressor(model.Scaler, model.Regressors);
        List<AdditiveExplanation> each =
        [
            .. model.Targets.Select((_, target) =>
                (ShapleyExplainer.For(regressor, target, background) ?? throw OtherKind(model)).Explain(row)),
        ];
        return (
            ExplainedOutput.Number,
            new AdditiveExplanation(
                [.. each.Select(static target => target.BaseValues[0])],
                [.. each.Select(static target => target.Contributions[0])]));
    }

    private static AdditiveExplanation Mean(List<AdditiveExplanation> explanations) => new(
        [.. explanations[0].BaseValues.Select((_, k) => explanations.Average(fold => fold.BaseValues[k]))],
        [
            .. explanations[0].Contributions.Select((own, k) =>
                own.Select((_, feature) => explanations.Average(fold => fold.Contributions[k][feature])).ToArray()),
        ]);

    private ExplanationException OtherKind(ClassifierModel model) => Refuse(
        $"its classifier is {model.Selection.Classifier.ToYaml()}",
        "Exact Shapley values are those of logistic_regression, linear_discriminant, random_forest and gradient_boosting, of numbers of "
            + "ridge, linear_svr, random_forest and gradient_boosting.");

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
