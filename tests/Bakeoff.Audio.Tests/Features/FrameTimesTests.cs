using Bakeoff.Audio.Features;

namespace Bakeoff.Audio.Tests.Features;

public sealed class FrameTimesTests
{
    private static readonly FeatureOptions Options =
        new() { SampleRateHz = 8000, FftLength = 256, HopLength = 80, MelBandCount = 20, MfccCount = 5 };

    [Theory]
    [InlineData(true, 0, 0)]
    [InlineData(false, 0, 0.016)]
    [InlineData(true, 0.25, 0.25)]
    public void Of_Frames_BeginAtTheirMiddleBehindTheOffset(bool isCentered, double offset, double first)
    {
        var options = Options with { IsCentered = isCentered, OffsetSeconds = offset };

        Times(options, Tone(16_000, from: 0, to: 16_000)).ShouldBe(new FrameTimes(first, 0.01, 8000));
    }

    [Fact]
    public void Of_SilenceAtTheStart_BeginsBehindIt()
    {
        var times = Times(Options with { TrimDb = 40 }, Tone(16_000, from: 6_400, to: 12_800));

        // 0.4 s of silence; a frame of 32 ms hears the tone half of it earlier, and frames start every 10 ms.
        times.FirstSeconds.ShouldBeInRange(0.37, 0.4);
        times.StepSeconds.ShouldBe(0.01);
    }

    [Fact]
    public void Of_AnotherNumberOfFrames_SpreadsThemEvenly() =>
        FrameTimes.Of(Options, new float[16_000], 16_000, frameCount: 4).ShouldBe(new FrameTimes(0.125, 0.25, 8000));

    private static FrameTimes Times(FeatureOptions options, float[] mono) =>
        FrameTimes.Of(options, mono, 16_000, new FeatureExtractor(options).Extract(mono, 16_000).FrameCount);

    private static float[] Tone(int samples, int from, int to) =>
        [.. Enumerable.Range(0, samples).Select(i => i >= from && i < to ? (float)Math.Sin(i * 0.2) : 0)];
}
