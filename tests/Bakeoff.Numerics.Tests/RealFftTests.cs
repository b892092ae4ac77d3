namespace Bakeoff.Numerics.Tests;

public sealed class RealFftTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(22)]
    [InlineData(30)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(400)]
    [InlineData(512)]
    [InlineData(2048)]
    public void Forward_RandomFrames_MatchesTheDefinition(int length)
    {
        const int Frames = 3;
        var fft = new RealFft(length);
        var random = new SeededRandom(8, "fft");
        var samples = Enumerable.Range(0, Frames * length).Select(_ => (double)(float)random.NextGaussian()).ToArray();
        var (real, imaginary) = (new double[Frames * fft.BinCount], new double[Frames * fft.BinCount]);
        var (real32, imaginary32) = (new float[real.Length], new float[real.Length]);

        fft.Forward(Frames, samples, real, imaginary);
        fft.Forward(Frames, [.. samples.Select(value => (float)value)], real32, imaginary32);

        var last = samples.AsSpan((Frames - 1) * length);
        var scale = Math.Sqrt(length);
        for (var k = 0; k < fft.BinCount; k += 1 + fft.BinCount / 40)
        {
            var (re, im) = Definition(last, k);
            var bin = (Frames - 1) * fft.BinCount + k;

            // The spectrum of unit noise is about sqrt(length); a few roundings per level of the transform remain.
            real[bin].ShouldBe(re, 4e-15 * scale);
            imaginary[bin].ShouldBe(im, 4e-15 * scale);
            ((double)real32[bin]).ShouldBe(re, 1.5e-6 * scale);
            ((double)imaginary32[bin]).ShouldBe(im, 1.5e-6 * scale);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(512)]
    public void Forward_AnyBatchAndWidth_GivesEachFrameTheBitsItHasAlone(int length)
    {
        var fft = new RealFft(length);
        var random = new SeededRandom(9, "fft");
        foreach (var frames in (int[])[0, 1, 2, 7, 15, 16, 17, 33])
        {
            AssertWidths<float>(fft, AwkwardNumbers.Array(random, frames * length, oneIn: 0), frames);
            AssertWidths<double>(fft, [.. AwkwardNumbers.Array(random, frames * length, oneIn: 0).Select(value => (double)value)], frames);
        }
    }

    [Fact]
    public void Forward_InfinityInOneFrame_StaysInThatFrame()
    {
        var fft = new RealFft(64);
        var samples = AwkwardNumbers.Array(new SeededRandom(10, "fft"), 3 * 64, oneIn: 0);
        var expected = new float[3 * 33];
        fft.PowerSpectrum(3, samples, expected);
        samples[64 + 5] = float.PositiveInfinity;

        var power = new float[3 * 33];
        fft.PowerSpectrum(3, samples, power);

        power[..33].ShouldBe(expected[..33]);
        power[66..].ShouldBe(expected[66..]);
        power[33..66].ShouldAllBe(value => !float.IsFinite(value));
    }

    [Fact]
    public void PowerSpectrum_RandomFrames_IsTheSquaredMagnitude()
    {
        var fft = new RealFft(2048);
        var samples = AwkwardNumbers.Array(new SeededRandom(12, "fft"), 5 * 2048, oneIn: 0);
        var (real, imaginary, power) = (new float[5 * fft.BinCount], new float[5 * fft.BinCount], new float[5 * fft.BinCount]);

        fft.Forward(5, samples, real, imaginary);
        fft.PowerSpectrum(5, samples, power);

        power.ShouldBe(real.Zip(imaginary, (re, im) => MathF.FusedMultiplyAdd(re, re, im * im)));
    }

    [Fact]
    public void PowerSpectrum_Cosine_HasOneExactPeak()
    {
        var fft = new RealFft(1024);
        var samples = Enumerable.Range(0, 1024).Select(t => DeterministicMath.SinCosOfTurn(t * 40 % 1024, 1024).Cos).ToArray();
        var power = new double[fft.BinCount];

        fft.PowerSpectrum(1, samples, power);

        power[40].ShouldBe(512.0 * 512.0, 1e-9);
        power.Where((_, bin) => bin != 40).Max().ShouldBeLessThan(1e-22);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(401)]
    public void Constructor_OddOrTooSmall_SaysWhatIsExpected(int length) =>
        Should.Throw<ArgumentException>(() => new RealFft(length)).Message
            .ShouldStartWith($"RealFft: length is {length}, expected an even number from 2 to 16777216. Pad the frame to an even length.");

    [Fact]
    public void Forward_SpanTooShort_SaysWhichAndWhatItNeeds() =>
        Should.Throw<ArgumentException>(() => new RealFft(8).Forward(2, new float[16], new float[10], new float[9])).Message
            .ShouldStartWith("RealFft: imaginary holds 9 values, expected at least 10 for [2, 5].");

    private static unsafe void AssertWidths<T>(RealFft fft, T[] samples, int frames)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var plan = new FftPlan<T>(fft.Length / 2);
        var (real, imaginary) = (new T[frames * fft.BinCount], new T[frames * fft.BinCount]);
        fixed (T* x = samples, re = real, im = imaginary)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                RealFftKernel<Lane<T>, T>.Forward(plan, 1, x + frame * fft.Length, re + frame * fft.BinCount, im + frame * fft.BinCount);
            }
        }

        Assert<Lane<T>>();
        Assert<Lanes128<T>>();
        Assert<Lanes256<T>>();
        Assert<Lanes512<T>>();

        void Assert<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            var (wideReal, wideImaginary) = (new T[real.Length], new T[real.Length]);
            fixed (T* x = samples, re = wideReal, im = wideImaginary)
            {
                RealFftKernel<TLanes, T>.Forward(plan, frames, x, re, im);
            }

            wideReal.SequenceEqual(real).ShouldBeTrue($"{typeof(TLanes).Name} {fft.Length} {frames}");
            wideImaginary.SequenceEqual(imaginary).ShouldBeTrue($"{typeof(TLanes).Name} {fft.Length} {frames}");
        }
    }

    private static (double Re, double Im) Definition(ReadOnlySpan<double> samples, int k)
    {
        var (re, im) = (0.0, 0.0);
        for (var t = 0; t < samples.Length; t++)
        {
            var (sin, cos) = DeterministicMath.SinCosOfTurn((int)((long)k * t % samples.Length), samples.Length);
            re += samples[t] * cos;
            im -= samples[t] * sin;
        }

        return (re, im);
    }
}
