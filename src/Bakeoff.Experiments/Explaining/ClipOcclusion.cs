using Bakeoff.Reports.Charts;

namespace Bakeoff.Experiments.Explaining;

/// <summary>Outputs of a model for one recording, as it is and without parts of its features.</summary>
/// <param name="Labels">Names of the K labels; empty for a model of numbers alone.</param>
/// <param name="Targets">Names of the numbers behind them.</param>
/// <param name="Outputs">Outputs for the recording as it is, shape [labels + targets]: calibrated probabilities, then numbers.</param>
/// <param name="Stretches">Stretches of time, which overlap, in their order; empty where a clip has one row.</param>
/// <param name="Groups">Frequency bands and groups of columns over the whole clip.</param>
/// <param name="Patches">Patches of band and time, which do not overlap; empty where there are no bands or one row.</param>
public sealed record ClipOcclusion(
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> Targets,
    IReadOnlyList<float> Outputs,
    IReadOnlyList<OccludedPart> Stretches,
    IReadOnlyList<OccludedPart> Groups,
    IReadOnlyList<OccludedPart> Patches)
{
    /// <summary>Number of models whose mean it is.</summary>
    public int Models { get; init; } = 1;

    /// <summary>Parts that make no sense for these features, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Weights of attention pooling over time, which add up to 1; empty for a model without it.</summary>
    public IReadOnlyList<AttendedFrame> Attention { get; init; } = [];

    /// <summary>Names of the outputs.</summary>
    public IReadOnlyList<string> OutputNames => [.. Labels, .. Targets];

    /// <summary>The change of an output where a part is replaced.</summary>
    /// <param name="part">A part of this clip.</param>
    /// <param name="output">Position of the output.</param>
    public double ChangeOf(OccludedPart part, int output)
    {
        ArgumentNullException.ThrowIfNull(part);
        return (double)part.Outputs[output] - Outputs[output];
    }

    /// <summary>Weight of a part for an output: of a label what its probability loses, of a number the size of the change.</summary>
    internal double WeightOf(double change, int output) => output < Labels.Count ? -change : Math.Abs(change);

    /// <summary>The label that is most probable without a part; null for a model of numbers alone.</summary>
    /// <param name="part">A part of this clip.</param>
    public string? LabelWithout(OccludedPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return Labels.Count == 0 ? null : Labels[Enumerable.Range(0, Labels.Count).MaxBy(k => part.Outputs[k])];
    }

    /// <summary>
    /// Parts by what an output loses without them, of numbers by how much it changes; of those that overlap the first alone.
    /// </summary>
    /// <param name="parts">Parts of this clip.</param>
    /// <param name="output">Position of the output.</param>
    public IReadOnlyList<OccludedPart> Rank(IReadOnlyList<OccludedPart> parts, int output)
    {
        ArgumentNullException.ThrowIfNull(parts);
        List<OccludedPart> ranked = [];
        foreach (var part in parts.OrderByDescending(part => WeightOf(ChangeOf(part, output), output)))
        {
            if (!ranked.Exists(part.Overlaps))
            {
                ranked.Add(part);
            }
        }

        return ranked;
    }
}
