using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Audio.Features.Kinds;

/// <summary>Share of the twelve pitch classes from C, loudest 1, tuned to A = 440 Hz. Twelve columns.</summary>
[Kind("chroma")]
public sealed record ChromaKind : FeatureKind
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames(FeatureOptions options) => Numbered("chroma", ChromaMeasure.ClassCount);

    /// <inheritdoc/>
    public override FrameMeasure CreateMeasure(FrameAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new ChromaMeasure(analysis.SampleRateHz, analysis.Options.FftLength);
    }
}

/// <summary>
/// Chroma: power by pitch class from C, each frame scaled to a maximum of 1, as librosa.feature.chroma_stft with tuning=0.
/// </summary>
/// <remarks>Source: D. Ellis, Chroma feature analysis and synthesis, 2007. Speech has no tuning, so none is estimated.</remarks>
internal sealed class ChromaMeasure : StretchMeasure
{
    /// <summary>Pitch classes.</summary>
    public const int ClassCount = 12;

    private const double LowestAHz = 27.5;
    private const double CentreOctave = 5.0;
    private const double OctaveWidth = 2.0;

    private readonly float[] _weights;
    private readonly int _binCount;

    public ChromaMeasure(int sampleRateHz, int fftLength)
    {
        _binCount = fftLength / 2 + 1;
        _weights = CreateWeights(sampleRateHz, fftLength);
    }

    /// <inheritdoc/>
    public override int RowCount => ClassCount;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<float> signal, FrameGroup group, Span<float> rows, int stride)
    {
        var power = group.Power;
        var highest = Vector512<float>.Zero;
        for (var pitchClass = 0; pitchClass < ClassCount; pitchClass++)
        {
            var sum = Vector512<float>.Zero;
            var row = _weights.AsSpan(pitchClass * _binCount, _binCount);
            for (var bin = 0; bin < power.Length && bin < row.Length; bin++)
            {
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(row[bin]), power[bin], sum);
            }

            sum.CopyTo(rows[(pitchClass * stride + group.FirstFrame)..]);
            highest = Vector512.Max(highest, sum);
        }

        // As librosa.util.normalize: what is too small for a normal float32 stays as it is.
        var scale = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(highest, Vector512.Create(1.17549435e-38f)), highest, Vector512<float>.One);
        for (var pitchClass = 0; pitchClass < ClassCount; pitchClass++)
        {
            var target = rows.Slice(pitchClass * stride + group.FirstFrame, FrameGroup.Lanes);
            (Vector512.Create(target) / scale).CopyTo(target);
        }
    }

    private float[] CreateWeights(int sampleRateHz, int fftLength)
    {
        // Positions in semitones above the lowest A; the bin at 0 Hz is put one and a half octaves below the first.
        var positions = new double[fftLength];
        for (var bin = 1; bin < fftLength; bin++)
        {
            positions[bin] = ClassCount * Log2((double)bin * sampleRateHz / fftLength / LowestAHz);
        }

        positions[0] = positions[1] - 1.5 * ClassCount;
        var result = new float[ClassCount * _binCount];
        var column = new double[ClassCount];
        for (var bin = 0; bin < _binCount; bin++)
        {
            var width = bin + 1 < fftLength ? Math.Max(positions[bin + 1] - positions[bin], 1.0) : 1.0;
            var norm = 0.0;
            for (var pitchClass = 0; pitchClass < ClassCount; pitchClass++)
            {
                var distance = Wrap(positions[bin] - pitchClass);
                column[pitchClass] = Gauss(2 * distance / width);
                norm += column[pitchClass] * column[pitchClass];
            }

            var loudness = Gauss((positions[bin] / ClassCount - CentreOctave) / OctaveWidth) / Math.Sqrt(norm);
            for (var pitchClass = 0; pitchClass < ClassCount; pitchClass++)
            {
                // Columns begin at C, three semitones above A.
                result[pitchClass * _binCount + bin] = (float)(column[(pitchClass + 3) % ClassCount] * loudness);
            }
        }

        return result;
    }

    /// <summary>The distance on the circle of pitch classes, -6 to 6.</summary>
    private static double Wrap(double semitones)
    {
        var shifted = semitones + 6 + 10 * ClassCount;
        return shifted - ClassCount * Math.Floor(shifted / ClassCount) - 6;
    }

    private static double Gauss(double x) => DeterministicMath.Exp(-0.5 * x * x);

    private static double Log2(double x) => DeterministicMath.Log(x) / DeterministicMath.Log(2.0);
}
