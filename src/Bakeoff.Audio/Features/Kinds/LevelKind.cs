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
internal sealed class LevelMeasure : StretchMeasure
{
    private const double ReferenceShare = 0.95;
    private const float LowestDb = -60;
    private const float SmallestPower = 1e-10f;
    private const float DecibelsPerNeper = 4.342944819032518f;

    private float[] _levels = [];
    private int _count;
    private double _reference;

    /// <inheritdoc/>
    public override int RowCount => 1;

    /// <inheritdoc/>
    public override int GatherCount => 1;

    /// <inheritdoc/>
    public override void BeginClip(int frameCount)
    {
        _levels = _levels.Length < frameCount ? new float[frameCount] : _levels;
        _count = 0;
    }

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
    public override void Gather(int pass, Span<float> rows, int stride, FrameStretch stretch)
    {
        foreach (var power in rows.Slice(stretch.First, stretch.Count))
        {
            _levels[_count++] = Level(power);
        }

        if (_count == stretch.ClipFrames)
        {
            _levels.AsSpan(0, _count).Sort();
            _reference = Functionals.Percentile(_levels.AsSpan(0, _count), ReferenceShare);
        }
    }

    /// <inheritdoc/>
    public override void Complete(ReadOnlySpan<float> signal, Span<float> rows, int stride, FrameStretch stretch)
    {
        foreach (ref var value in rows.Slice(stretch.First, stretch.Count))
        {
            value = Math.Max((float)(Level(value) - _reference), LowestDb);
        }
    }

    private static float Level(float power) => DecibelsPerNeper * DeterministicMath.Log(Math.Max(power, SmallestPower));
}
