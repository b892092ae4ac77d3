using System.Runtime.Intrinsics;
using Bakeoff.Audio.Spectra;
using Bakeoff.Numerics;

namespace Bakeoff.Audio.Tests.Spectra;

public sealed class LaneFftTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(1024)]
    public void Forward_RandomSignals_MatchesTheDefinition(int length)
    {
        var rows = RandomRows(length);
        var fft = new LaneFft(length);
        var (re, im) = Direct(rows, length, lane: 5);

        fft.Forward(rows);

        for (var k = 0; k < length; k++)
        {
            var at = 2 * fft.Position[k];
            // float32 rounding grows with the square root of the number of stages; values are of size sqrt(length).
            ((double)rows[at][5]).ShouldBe(re[k], 2e-6 * Math.Sqrt(length));
            ((double)rows[at + 1][5]).ShouldBe(im[k], 2e-6 * Math.Sqrt(length));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(512)]
    public void Inverse_AfterForward_GivesLengthTimesTheSignal(int length)
    {
        var rows = RandomRows(length);
        var original = rows.ToArray();
        var fft = new LaneFft(length);

        fft.Forward(rows);
        fft.Inverse(rows);

        for (var n = 0; n < rows.Length; n++)
        {
            for (var lane = 0; lane < FrameGroup.Lanes; lane++)
            {
                (rows[n][lane] / length).ShouldBe(original[n][lane], 3e-6f);
            }
        }
    }

    [Fact]
    public void Constructor_NotAPowerOfTwo_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => new LaneFft(12));

    private static Vector512<float>[] RandomRows(int length)
    {
        var random = new SeededRandom(7, "fft");
        var values = new float[2 * length * FrameGroup.Lanes];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)random.NextGaussian();
        }

        return [.. Enumerable.Range(0, 2 * length).Select(row => Vector512.Create(values.AsSpan(row * FrameGroup.Lanes)))];
    }

    private static (double[] Re, double[] Im) Direct(Vector512<float>[] rows, int length, int lane)
    {
        var (re, im) = (new double[length], new double[length]);
        for (var k = 0; k < length; k++)
        {
            for (var n = 0; n < length; n++)
            {
                var (sine, cosine) = Math.SinCos(-2 * Math.PI * ((long)k * n % length) / length);
                re[k] += rows[2 * n][lane] * cosine - rows[2 * n + 1][lane] * sine;
                im[k] += rows[2 * n][lane] * sine + rows[2 * n + 1][lane] * cosine;
            }
        }

        return (re, im);
    }
}
