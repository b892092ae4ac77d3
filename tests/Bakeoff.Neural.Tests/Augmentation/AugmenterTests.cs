using Bakeoff.Neural.Augmentation;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Tests.Augmentation;

public sealed class AugmenterTests
{
    private const int Width = 8;

    [Fact]
    public void Apply_EverythingOff_GivesTheSameFrames() => Apply(new AugmentationOptions()).ShouldBe(Frames(40));

    [Fact]
    public void Apply_SameEpochAndClip_GivesTheSameBits()
    {
        var options = new AugmentationOptions { TimeStretch = 0.2, Gain = 0.2, Noise = 0.5, TimeMasks = 2, FeatureMasks = 1 };

        Apply(options, epoch: 3, clip: 5).ShouldBe(Apply(options, epoch: 3, clip: 5));
        Apply(options, epoch: 3, clip: 5).ShouldNotBe(Apply(options, epoch: 4, clip: 5));
        Apply(options, epoch: 3, clip: 5).ShouldNotBe(Apply(options, epoch: 3, clip: 6));
    }

    [Fact]
    public void Apply_TimeMasks_SetWholeFramesToZeroAndNeverMoreThanHalf()
    {
        for (var clip = 0; clip < 50; clip++)
        {
            var frames = Apply(new AugmentationOptions { TimeMasks = 1, TimeMaskFrames = 100 }, clip: clip).Chunk(Width).ToArray();

            frames.ShouldAllBe(frame => frame.All(value => value == 0) || frame.All(value => value != 0));
            frames.Count(frame => frame[0] == 0).ShouldBeLessThanOrEqualTo(20);
        }
    }

    [Fact]
    public void Apply_FeatureMasks_SetTheSameFeaturesToZeroInEveryFrame()
    {
        var masked = new HashSet<int>();
        for (var clip = 0; clip < 50; clip++)
        {
            var frames = Apply(new AugmentationOptions { FeatureMasks = 1, FeatureMaskWidth = 3 }, clip: clip).Chunk(Width).ToArray();
            var zeros = Enumerable.Range(0, Width).Where(feature => frames[0][feature] == 0).ToArray();

            frames.ShouldAllBe(frame => Enumerable.Range(0, Width).Where(feature => frame[feature] == 0).SequenceEqual(zeros));
            zeros.Length.ShouldBeLessThanOrEqualTo(3);
            masked.UnionWith(zeros);
        }

        masked.Count.ShouldBe(Width);
    }

    [Fact]
    public void Apply_TimeStretch_KeepsFirstAndLastFrameAndTheAnnouncedLength()
    {
        var options = new AugmentationOptions { TimeStretch = 0.5 };
        var lengths = new HashSet<int>();
        for (var clip = 0; clip < 50; clip++)
        {
            var frames = Apply(options, clip: clip).Chunk(Width).ToArray();

            frames[0].ShouldBe(Frames(40)[..Width]);
            frames[^1].ShouldBe(Frames(40)[^Width..]);
            frames.Length.ShouldBe(Make(options).FrameCount(1, clip, 40));
            frames.Length.ShouldBeInRange(20, 60);
            lengths.Add(frames.Length);
        }

        lengths.Count.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Apply_Noise_HasTheGivenDeviation()
    {
        var noise = Enumerable
            .Range(0, 50)
            .SelectMany(clip =>
                Apply(new AugmentationOptions { Noise = 0.5 }, clip: clip).Zip(Frames(40), (noisy, clean) => (double)noisy - clean))
            .ToArray();

        // 16,000 draws: the deviation of their mean is 0.004, that of their mean square 0.003.
        noise.Average().ShouldBe(0, 0.02);
        noise.Average(value => value * value).ShouldBe(0.25, 0.015);
    }

    private static Augmenter Make(AugmentationOptions options) => new(options, new SeededRandom(1, "augmentation"), clipCount: 100);

    private static float[] Apply(AugmentationOptions options, int epoch = 1, int clip = 0) =>
        Make(options).Apply(epoch, clip, Frames(40), Width).ToArray();

    private static float[] Frames(int frames) => [.. Enumerable.Range(0, frames * Width).Select(i => 1f + i)];
}
