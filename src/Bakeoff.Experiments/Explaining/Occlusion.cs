using Bakeoff.Audio.Features;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Train;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Explaining;

/// <summary>Replaces parts of a clip's features by their means over the training frames, and predicts again.</summary>
/// <remarks>
/// Source: M. D. Zeiler and R. Fergus, Visualizing and understanding convolutional networks (2014). Cost: a prediction for each part and
/// model. Memory: copies of the clip's features, at most 64 MB of them at once. Determinism: as of the predictions.
/// </remarks>
internal static class Occlusion
{
    private const long MostValues = 1L << 24;

    /// <summary>Outputs of the models for the clip as it is and without each part, of several models their mean.</summary>
    /// <param name="models">At least one model, each with the mean of every column over its training frames.</param>
    /// <param name="clip">Features, shape [frames, columns].</param>
    /// <param name="parts">Parts to replace, one at a time.</param>
    /// <param name="pool">Threads that compute; they change no result.</param>
    public static (float[] Whole, IReadOnlyList<OccludedPart> Parts) Predict(
        IReadOnlyList<(TrainedModel Model, float[] Means)> models, float[] clip, IReadOnlyList<OccludedPart> parts, WorkerPool pool)
    {
        var frames = clip.Length / models[0].Means.Length;
        var together = (int)Math.Clamp(MostValues / clip.Length, 1, parts.Count + 1);
        var outputs = new List<float[]>(parts.Count + 1);
        foreach (var some in parts.Prepend(null).Chunk(together))
        {
            float[][,] answers =
            [
                .. models.Select(of => of.Model.Predict(
                    SequenceSet.Join([.. some.Select(part => Copy(clip, frames, of.Means, part))]), pool)),
            ];
            outputs.AddRange(some.Select((_, row) => MeanOf(answers, row)));
        }

        return (outputs[0], [.. parts.Zip(outputs.Skip(1), static (part, found) => part with { Outputs = found })]);
    }

    /// <summary>Weights of attention pooling over the frames of a clip, of several models their mean; none of models without it.</summary>
    /// <param name="models">At least one model.</param>
    /// <param name="clip">Features, shape [frames, columns].</param>
    /// <param name="times">Times of the frames.</param>
    /// <param name="pool">Threads that compute; they change no result.</param>
    public static IReadOnlyList<AttendedFrame> Attend(
        IReadOnlyList<(TrainedModel Model, float[] Means)> models, float[] clip, FrameTimes times, WorkerPool pool)
    {
        var whole = new SequenceSet(clip, [0, clip.Length / models[0].Means.Length], models[0].Means.Length);
        List<float[]> weights =
        [
            .. models
                .Select(static of => of.Model)
                .OfType<NetworkModel>()
                .Select(network => network.Saved.Network.AttentionOver(whole, pool))
                .OfType<float[]>(),
        ];
        return weights.Count == 0
            ? []
            :
            [
                .. weights[0].Select((_, frame) => new AttendedFrame(
                    Math.Max(0, times.FirstSeconds + ((frame - 0.5) * times.StepSeconds)),
                    times.FirstSeconds + ((frame + 0.5) * times.StepSeconds),
                    weights.Average(of => (double)of[frame]))),
            ];
    }

    /// <summary>Mean of each column over the frames that a model was trained on, as it learnt them where it did.</summary>
    public static float[] MeansOf(TrainedModel model, FoldData data, SplitFold fold) => model switch
    {
        NetworkModel { Standardizer: { } standardizer } => [.. standardizer.Mean],
        ClassifierModel { Scaler: { } scaler } => [.. scaler.Mean.Select(static mean => (float)mean)],
        _ => [.. Standardizer.Fit(data.Table(fold, Partition.Train)).Mean],
    };

    private static SequenceSet Copy(float[] clip, int frames, float[] means, OccludedPart? part)
    {
        if (part is null)
        {
            return new SequenceSet(clip, [0, frames], means.Length);
        }

        var values = (float[])clip.Clone();
        var (first, count) = part.Frames.GetOffsetAndLength(frames);
        for (var frame = first; frame < first + count; frame++)
        {
            var row = values.AsSpan(frame * means.Length, means.Length);
            if (part.Columns is null)
            {
                means.CopyTo(row);
                continue;
            }

            foreach (var column in part.Columns)
            {
                row[column] = means[column];
            }
        }

        return new SequenceSet(values, [0, frames], means.Length);
    }

    // Summed in the order of the models in float64, as predict does.
    private static float[] MeanOf(float[][,] answers, int row) =>
    [
        .. Enumerable.Range(0, answers[0].GetLength(1))
            .Select(k => (float)(answers.Sum(answer => (double)answer[row, k]) / answers.Length)),
    ];
}
