using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Level in dB relative to the 95th percentile of the clip, at least -60. One column.</summary>
[Kind("level")]
public sealed record LevelKind : FeatureKind
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => ["level_db"];

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis) => new LevelMeasure();
}

/// <summary>
/// Level of each frame in dB above the clip's 95th percentile, at least -60: the movement of loudness, independent of the distance of the
/// microphone.
/// </summary>
/// <remarks>
/// The 95th percentile rather than the maximum, because one click must not shift a whole clip. Interpolated as numpy.percentile.
/// </remarks>
internal sealed class LevelMeasure : FrameMeasure
{
    private const double ReferenceShare = 0.95;
    private const float LowestDb = -60;
    private const float SmallestPower = 1e-10f;
    private const float DecibelsPerNeper = 4.342944819032518f;

    private float[] _sorted = [];

    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        var sum = Vector512<float>.Zero;
        foreach (var power in group.Power)
        {
            sum += power;
        }

        sum.CopyTo(rows[group.FirstFrame..]);
    }

    /// <inheritdoc/>
    public override void Finish(ReadOnlySpan<float> signal, Span<float> rows, int stride, int frameCount)
    {
        _sorted = _sorted.Length < frameCount ? new float[frameCount] : _sorted;
        var levels = rows[..frameCount];
        foreach (ref var level in levels)
        {
            level = DecibelsPerNeper * DeterministicMath.Log(Math.Max(level, SmallestPower));
        }

        var sorted = _sorted.AsSpan(0, frameCount);
        levels.CopyTo(sorted);
        sorted.Sort();
        var reference = Functionals.Percentile(sorted, ReferenceShare);
        foreach (ref var level in levels)
        {
            level = Math.Max((float)(level - reference), LowestDb);
        }
    }
}
