using System.Numerics;
using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Resampling;

/// <summary>
/// First step of resampling: removes what the slower of the two rates cannot carry, and changes the rate by a power of two so that the
/// rest occupies at most the lower half of the spectrum. Done by fast convolution (overlap-save), sixteen blocks side by side.
/// </summary>
internal sealed class BandLimiter
{
    // Kaiser parameters fitted to the measured response of soxr's quality HQ, which librosa uses: within 0.01 dB down to -60 dB.
    private const double CutoffOfNyquist = 0.95685;
    private const double HalfWidthInSlowSamples = 102;
    private const double Beta = 13.66;
    private const int LeastBlocksPerKernel = 8;

    private readonly LaneFft _forward;
    private readonly LaneFft _inverse;
    private readonly int _margin;
    private readonly Vector2[] _turns;
    private readonly (Vector2 Low, Vector2 High)[] _gains;
    private readonly int[] _emptyRows;

    /// <summary>Plans the step.</summary>
    /// <param name="fromHz">Rate of the input.</param>
    /// <param name="slowHz">The slower of the rates between which the whole resampler converts.</param>
    /// <param name="octaves">Power of two by which the rate changes; the new rate is at least twice <paramref name="slowHz"/>.</param>
    public BandLimiter(int fromHz, int slowHz, int octaves)
    {
        // Margins are whole samples at both rates.
        var grain = 1 << Math.Max(0, -octaves);
        _margin = ((int)Math.Ceiling(HalfWidthInSlowSamples * fromHz / slowHz) / grain + 1) * grain;
        InputLength = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * _margin * LeastBlocksPerKernel));
        OutputLength = octaves >= 0 ? InputLength << octaves : InputLength >> -octaves;
        _forward = new LaneFft(InputLength / 2);
        _inverse = new LaneFft(OutputLength / 2);
        _turns = [.. Enumerable.Range(0, InputLength / 4 + 1).Select(k => Turn(-k, InputLength))];
        _gains = Gains(fromHz, slowHz);
        _emptyRows =
        [
            .. Enumerable.Range(_gains.Length, OutputLength / 2 - 2 * _gains.Length + 1)
                .SelectMany(k => new[] { 2 * _inverse.Position[k], 2 * _inverse.Position[k] + 1 }),
        ];
    }

    /// <summary>Samples under one forward transform.</summary>
    public int InputLength { get; }

    /// <summary>Samples under one inverse transform.</summary>
    public int OutputLength { get; }

    /// <summary>Input samples before and after those of a block that its output depends on.</summary>
    public int Margin => _margin;

    /// <summary>New input samples of sixteen blocks.</summary>
    public int GroupLength => FrameGroup.Lanes * BlockLength;

    /// <summary>Output samples of sixteen blocks.</summary>
    public int LimitedGroupLength => (int)((long)GroupLength * OutputLength / InputLength);

    /// <summary>New input samples of one block.</summary>
    private int BlockLength => InputLength - 2 * _margin;

    /// <summary>Length of the output for an input.</summary>
    public long LimitedLength(long sampleCount) => (sampleCount * OutputLength + InputLength - 1) / InputLength;

    /// <summary>Filters a whole signal, with silence beyond both ends.</summary>
    /// <param name="signal">Samples at the input's rate.</param>
    /// <param name="output">[LimitedLength] samples at the new rate; sample 0 is at the same time as the input's.</param>
    /// <param name="scratch">Working memory of the calling thread.</param>
    public void Process(ReadOnlySpan<float> signal, Span<float> output, ResamplerScratch scratch)
    {
        for (var start = 0; start < signal.Length; start += GroupLength)
        {
            ProcessGroup(signal, start, output[(int)((long)start * OutputLength / InputLength)..], scratch);
        }
    }

    /// <summary>Filters sixteen blocks of a signal.</summary>
    /// <param name="signal">
    /// The signal, or a stretch of it with <see cref="Margin"/> samples around the blocks, where there are any.
    /// </param>
    /// <param name="start">Sample at which the blocks begin.</param>
    /// <param name="output">Receives the blocks' output, as much of it as fits.</param>
    /// <param name="scratch">Working memory of the calling thread.</param>
    public void ProcessGroup(ReadOnlySpan<float> signal, int start, Span<float> output, ResamplerScratch scratch)
    {
        scratch.Input.EnsureLength(InputLength * FrameGroup.Lanes);
        scratch.Output.EnsureLength(OutputLength * FrameGroup.Lanes);
        var input = FrameGroup.Rows(scratch.Input);
        var limited = FrameGroup.Rows(scratch.Output);
        Read(signal, start - _margin, scratch.Input.Span);
        _forward.Forward(input);
        Filter(input, limited);
        _inverse.Inverse(limited);
        Write(scratch.Output.Span, output);
    }

    /// <summary>Lays sixteen overlapping blocks side by side; the first begins at a sample that may lie before the signal.</summary>
    private void Read(ReadOnlySpan<float> signal, int start, Span<float> rows)
    {
        // Only the first and the last blocks of a signal reach beyond its ends.
        var firstInside = start < 0 ? 1 : 0;
        var left = signal.Length - start - firstInside * BlockLength - InputLength;
        var insideCount = left < 0 ? 0 : Math.Min(left / BlockLength + 1, FrameGroup.Lanes - firstInside);
        if (insideCount > 0)
        {
            Transposition.Run(
                insideCount, InputLength, signal[(start + firstInside * BlockLength)..], BlockLength, rows[firstInside..],
                FrameGroup.Lanes);
        }

        for (var lane = 0; lane < FrameGroup.Lanes; lane++)
        {
            if (lane < firstInside || lane >= firstInside + insideCount)
            {
                ReadEdge(signal, start + lane * BlockLength, rows[lane..]);
            }
        }
    }

    private void ReadEdge(ReadOnlySpan<float> signal, int start, Span<float> column)
    {
        for (var n = 0; n < InputLength; n++)
        {
            var sample = start + n;
            column[n * FrameGroup.Lanes] = (uint)sample < (uint)signal.Length ? signal[sample] : 0f;
        }
    }

    /// <summary>Puts the valid middle of each block behind that of the block before.</summary>
    private void Write(ReadOnlySpan<float> rows, Span<float> target)
    {
        var length = (int)((long)BlockLength * OutputLength / InputLength);
        var middle = rows[((int)((long)_margin * OutputLength / InputLength) * FrameGroup.Lanes)..];
        var whole = Math.Min(target.Length / length, FrameGroup.Lanes);
        Transposition.Run(length, whole, middle, FrameGroup.Lanes, target, length);
        if (whole < FrameGroup.Lanes)
        {
            Transposition.Run(target.Length - whole * length, 1, middle[whole..], FrameGroup.Lanes, target[(whole * length)..], length);
        }
    }

    /// <summary>
    /// Takes the real signal's spectrum apart, applies the gains, and puts it together for the inverse of the other length.
    /// </summary>
    private void Filter(ReadOnlySpan<Vector512<float>> input, Span<Vector512<float>> limited)
    {
        foreach (var row in _emptyRows)
        {
            limited[row] = Vector512<float>.Zero;
        }

        var (inputHalf, outputHalf) = (InputLength / 2, OutputLength / 2);
        var oneHalf = Vector512.Create(0.5f);
        for (var k = 0; k < _gains.Length; k++)
        {
            var (low, high) = (2 * _forward.Position[k], 2 * _forward.Position[(inputHalf - k) & (inputHalf - 1)]);
            var evenRe = oneHalf * (input[low] + input[high]);
            var evenIm = oneHalf * (input[low + 1] - input[high + 1]);
            var oddRe = oneHalf * (input[low + 1] + input[high + 1]);
            var oddIm = oneHalf * (input[high] - input[low]);
            var turn = k <= inputHalf / 2 ? _turns[k] : new Vector2(-_turns[inputHalf - k].X, _turns[inputHalf - k].Y);
            var (turnRe, turnIm) = (Vector512.Create(turn.X), Vector512.Create(turn.Y));
            var re = evenRe + Vector512.FusedMultiplyAdd(oddRe, turnRe, -(oddIm * turnIm));
            var im = evenIm + Vector512.FusedMultiplyAdd(oddRe, turnIm, oddIm * turnRe);

            // The band ends below half of the output's spectrum, so that each bin k meets an empty mirror image.
            var gain = _gains[k];
            var target = 2 * _inverse.Position[k];
            limited[target] = Vector512.FusedMultiplyAdd(re, Vector512.Create(gain.Low.X), -(im * gain.Low.Y));
            limited[target + 1] = Vector512.FusedMultiplyAdd(re, Vector512.Create(gain.Low.Y), im * gain.Low.X);
            if (k > 0)
            {
                target = 2 * _inverse.Position[outputHalf - k];
                limited[target] = Vector512.FusedMultiplyAdd(re, Vector512.Create(gain.High.X), im * gain.High.Y);
                limited[target + 1] = Vector512.FusedMultiplyAdd(re, Vector512.Create(gain.High.Y), -(im * gain.High.X));
            }
        }
    }

    /// <summary>
    /// Response of the low-pass at each bin of the pass and transition bands, times (1 + i exp(+-i angle)) / 2 of the packed inverse
    /// transform.
    /// </summary>
    private (Vector2 Low, Vector2 High)[] Gains(int fromHz, int slowHz)
    {
        var halfWidth = HalfWidthInSlowSamples * fromHz / slowHz;
        var kernel = new KaiserSinc(CutoffOfNyquist * slowHz / (2.0 * fromHz), halfWidth, Beta);
        var taps = Enumerable.Range(0, (int)halfWidth + 1).Select(n => kernel.At(n)).ToArray();
        var cosines = Enumerable.Range(0, InputLength).Select(n => DeterministicMath.Cos(2 * Math.PI * n / InputLength)).ToArray();
        var bins = (int)((long)InputLength * slowHz / (2L * fromHz));
        var scale = 2.0 / InputLength;
        return
        [
            .. Enumerable.Range(0, Math.Min(bins, OutputLength / 4)).Select(k =>
            {
                var response = taps[0];
                for (var n = 1; n < taps.Length; n++)
                {
                    response += 2 * taps[n] * cosines[(long)k * n % InputLength];
                }

                var (half, angle) = (0.5 * scale * response, 2 * Math.PI * k / OutputLength);
                var (sine, cosine) = (DeterministicMath.Sin(angle), DeterministicMath.Cos(angle));
                var low = new Vector2((float)(half * (1 - sine)), (float)(half * cosine));
                return (low, new Vector2((float)(half * (1 + sine)), (float)(half * cosine)));
            }),
        ];
    }

    private static Vector2 Turn(int k, int length)
    {
        var angle = 2.0 * Math.PI * k / length;
        return new Vector2((float)DeterministicMath.Cos(angle), (float)DeterministicMath.Sin(angle));
    }
}
