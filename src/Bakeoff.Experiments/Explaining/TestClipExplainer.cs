using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Encoders.FineTuning;
using Bakeoff.Evaluation.Results;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Stages;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Layers;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Charts;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Explaining;

/// <summary>Explains a few test clips of an experiment for its report, each by the model of its own fold.</summary>
/// <remarks>
/// Cost: of a network at most 182 predictions a clip; of a classifier the training clips pass its trees once a fold. Networks that run an
/// encoder, more than 16 million training values of a classifier, and corpora of more than 100,000 clips are left out, which the report says.
/// </remarks>
internal sealed class TestClipExplainer : IDisposable
{
    /// <summary>Clips of a corpus whose list is read a second time for this.</summary>
    public const int MostClips = 100_000;

    private const long MostTrainingValues = 1L << 24;
    private const int MostGroups = 3;

    private readonly string _recordings;
    private readonly StoreEntry _train;
    private readonly FoldData _data;
    private readonly WorkerPool _pool;
    private readonly FeatureOptions _features;
    private readonly Dictionary<string, (TrainedModel Model, ExactShares? Shares, float[] Means)> _models = new(StringComparer.Ordinal);

    /// <summary>Opens the features of an experiment.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="results">Results of its stages.</param>
    /// <param name="recordings">Folder of the recordings.</param>
    /// <param name="pool">Threads that compute; they change no result.</param>
    public TestClipExplainer(
        ExperimentOptions options, IReadOnlyDictionary<string, StoreEntry> results, string recordings, WorkerPool pool)
    {
        (_recordings, _pool, _train) = (recordings, pool, results[StageNames.Train]);
        _data = FoldData.Read(stage => results[stage].Folder, options.Normalization, options.Predicted);
        _features = FoldModels.Load(_train.Folder, _data.Folds[0], _data.Folds.Count).Features;
        var note = options.Classifier is null
            ? "A prediction rests on the stretch of time, and the band or group of columns, whose replacement by the mean of training "
                + "costs it most; the strip is the clip's time, the darker the more it costs."
                + (options.Model?.Any(static layer => layer is AttentionPoolingOptions) == true
                    ? " The stretch of attention is the shortest with half of the weight of attention pooling."
                    : "")
            : "A prediction rests on the groups of features that speak most for it and against the truth, by exact shares of the score "
                + "(SHAP); where these are not affordable, on those whose replacement by the mean of training costs it most.";
        Note = options.Augmentation?.TestTime is null ? note : $"{note} {OcclusionWords.RecordingAlone}";
        Obstacle =
            options.Model?.Any(static layer => layer is EncoderOptions) == true ? "each prediction runs an encoder"
            : options.Classifier is not null && TrainingValues > MostTrainingValues ? "there are too many training clips for a report"
            : null;
    }

    /// <summary>The reason for which no clip is explained; null if they are.</summary>
    public string? Obstacle { get; }

    /// <summary>A sentence on the explanations.</summary>
    public string Note { get; }

    private long TrainingValues =>
        (1L + _data.Copies.Count) * _data.Folds.Max(fold => fold.IndicesOf(Partition.Train).Length) * _data.Features.FeatureCount;

    /// <summary>Explains a prediction.</summary>
    /// <param name="clip">The prediction.</param>
    /// <param name="output">Name of a predicted label or number.</param>
    /// <param name="truth">Name of the label that it is held against; null for a number.</param>
    public ClipReason Explain(Prediction clip, string output, string? truth)
    {
        var index = _data.Clips.Index().First(known => known.Item.Path == clip.Path).Index;
        var (model, shares, means) = ModelOf(clip.Fold);
        var outputs = model.Labels.Concat(model.Targets).ToList();
        var row = _data.Features.Select([index]).Frames(0).ToArray();
        return shares is null
            ? Occlude((model, means), row, _data.Clips[index], outputs.IndexOf(output))
            : Divide(shares, row, outputs.IndexOf(output), truth is null ? null : outputs.IndexOf(truth));
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();

    private ClipReason Divide(ExactShares shares, float[] row, int output, int? truth)
    {
        var contributions = shares.Explain(Array.ConvertAll(row, static value => (double)value)).Contributions;
        double SpeaksFor(int column) => contributions[output][column] - (truth is { } k && k >= 0 ? contributions[k][column] : 0);
        var groups = FeatureGroups.Of(_features)
            .Select(group => (group.Name, Sum: group.Columns.Sum(SpeaksFor)))
            .OrderByDescending(group => truth is null ? Math.Abs(group.Sum) : group.Sum)
            .Take(MostGroups)
            .Where(group => truth is null || group.Sum > 0);
        return new ClipReason(
            [.. groups.Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Name} {group.Sum:+0.00;-0.00}"))]);
    }

    private ClipReason Occlude((TrainedModel Model, float[] Means) model, float[] row, Clip clip, int output)
    {
        var frames = row.Length / model.Means.Length;
        var times = TimesOf(clip, frames);
        var patches = OcclusionParts.Patches(_features, frames, times);
        var stretches = OcclusionParts.Stretches(frames, times);
        var groups = OcclusionParts.Groups(_features, times.AnalysisRateHz);
        var (outputs, parts) = Occlusion.Predict([model], row, [.. stretches, .. groups, .. patches], _pool);
        var occlusion = new ClipOcclusion(
            model.Model.Labels,
            model.Model.Targets,
            outputs,
            [.. parts.Take(stretches.Count)],
            [.. parts.Skip(stretches.Count).Take(groups.Count)],
            [.. parts.Skip(stretches.Count + groups.Count)])
        {
            Attention = Occlusion.Attend([model], row, times, _pool),
        };
        var most = new[] { occlusion.Rank(occlusion.Stretches, output), occlusion.Rank(occlusion.Groups, output) }
            .Select(static ranked => ranked.FirstOrDefault())
            .OfType<OccludedPart>();
        return new ClipReason(
            [
                .. most.Select(part =>
                    string.Create(CultureInfo.InvariantCulture, $"{part.Name} {occlusion.ChangeOf(part, output):+0.00;-0.00;0.00}")),
                .. AttendedFrame.Half(occlusion.Attention) is var (start, end)
                    ? [string.Create(CultureInfo.InvariantCulture, $"attention {start:0.00} to {end:0.00} s")]
                    : Array.Empty<string>(),
            ])
        {
            Strip = [.. OcclusionPicture.Curve(occlusion, output)],
            Picture = Draw(clip, occlusion, output),
        };
    }

    // Frames are spread over a clip of unknown length if its recording is gone.
    private FrameTimes TimesOf(Clip clip, int frames)
    {
        var times = new FrameTimes(0.5 / frames, 1.0 / frames, _features.AnalysisRateHz ?? clip.SampleRateHz);
        if (frames > 1 && File.Exists(Path.Combine(_recordings, clip.File)))
        {
            ClipSounds.ForEach(
                _recordings, [clip], new ParallelOptions(),
                (_, sound) => times = FrameTimes.Of(_features, sound.ReadToEnd().ToMono(), sound.Info.SampleRateHz, frames));
        }

        return times;
    }

    private Chart? Draw(Clip clip, ClipOcclusion occlusion, int output)
    {
        Chart? picture = null;
        if (File.Exists(Path.Combine(_recordings, clip.File)))
        {
            ClipSounds.ForEach(
                _recordings, [clip], new ParallelOptions(), (_, sound) => picture = OcclusionPicture.Create(sound, occlusion, output));
        }

        return picture;
    }

    private (TrainedModel Model, ExactShares? Shares, float[] Means) ModelOf(string name)
    {
        if (!_models.TryGetValue(name, out var known))
        {
            var fold = _data.Folds.Single(fold => fold.Name == name);
            var model = FoldModels.Load(_train.Folder, fold, _data.Folds.Count);
            var shares = model is ClassifierModel classifier ? ExactShares.For(classifier, _data, fold) : null;
            known = (model, shares, Occlusion.MeansOf(model, _data, fold));
            _models[name] = known;
        }

        return known;
    }
}
