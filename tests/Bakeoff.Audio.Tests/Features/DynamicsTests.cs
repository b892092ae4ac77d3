using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Testing;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>Statistics of courses against NumPy (tests/fixtures/dynamics) and against what is known of simple ones.</summary>
public sealed class DynamicsTests
{
    private static readonly JsonElement Courses = JsonDocument.Parse(
        File.ReadAllBytes(Fixture.Path("dynamics/dynamics.json"))).RootElement.GetProperty("courses");

    public static TheoryData<string> Names => ["glide", "gaps", "long", "slow_frames"];

    [Theory, MemberData(nameof(Names))]
    public void Compute_SeededCourse_MatchesNumPy(string name)
    {
        var course = Courses.GetProperty(name);
        float[] values =
        [
            .. course.GetProperty("values").EnumerateArray()
                .Select(static value => value.ValueKind == JsonValueKind.Null ? float.NaN : value.GetSingle()),
        ];
        double[] expected = [.. course.GetProperty("statistics").EnumerateArray().Select(static value => value.GetDouble())];

        var statistics = Compute(values, course.GetProperty("frame_seconds").GetDouble());

        statistics.Length.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // Results are float32; the sums behind them are float64 on both sides.
            statistics[i].ShouldBe((float)expected[i], 1e-5f * (1 + (float)Math.Abs(expected[i])), Dynamics.Names[i]);
        }
    }

    [Fact]
    public void Compute_VibrationOfFourHertz_IsLoudestBetweenThreeAndFive()
    {
        var values = Enumerable.Range(0, 200).Select(static t => (float)Math.Sin(2 * Math.PI * 4 * t * 0.01)).ToArray();

        var bands = Compute(values, 0.01)[^7..];

        bands[2].ShouldBe(bands.Max());
        bands[2].ShouldBeGreaterThan(bands[5] + 20);
    }

    [Fact]
    public void Compute_LineWithGap_HasItsSlopeAndNoCurvature()
    {
        // Time runs from -1 to 1: three units over the whole clip are a slope of 1.5.
        var values = Enumerable.Range(0, 101).Select(static t => t is > 30 and < 60 ? float.NaN : 3f * t / 100).ToArray();

        var statistics = Compute(values, 0.01);

        Statistic(statistics, "trend").ShouldBe(1.5f, 1e-5f);
        Statistic(statistics, "curvature").ShouldBe(0f, 1e-5f);
        Statistic(statistics, "last_third").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Compute_Constant_MovesNot()
    {
        var statistics = Compute([.. Enumerable.Repeat(7f, 40)], 0.01);

        Statistic(statistics, "mean").ShouldBe(7f);
        Statistic(statistics, "skewness").ShouldBe(0f);
        statistics[^7..].ShouldAllBe(static band => Math.Abs(band + 30) < 1e-4f);
    }

    [Fact]
    public void Compute_FourValues_GivesZeros() =>
        Compute([1f, float.NaN, 2f, 3f, 4f, float.NaN], 0.01).ShouldAllBe(static value => value == 0);

    [Fact]
    public void Compute_ShortClipAfterLongOne_KeepsNothingOfIt()
    {
        var dynamics = new Dynamics();
        var (used, fresh) = (new float[Dynamics.Names.Count], new float[Dynamics.Names.Count]);
        float[] shortClip = [1f, 3f, 2f, 5f, 4f, 6f];
        dynamics.Compute([.. Enumerable.Range(0, 1500).Select(static t => t % 17f)], 0.01, used);

        dynamics.Compute(shortClip, 0.01, used);
        new Dynamics().Compute(shortClip, 0.01, fresh);

        used.ShouldBe(fresh);
    }

    [Fact]
    public void Compute_ManyFeatures_GivesTheBitsOfEachAlone()
    {
        // More than are transformed at once, one of them without values; a part of the frames of each.
        const int count = 11;
        const int stride = 1100;
        var values = Enumerable.Range(0, count * stride).Select(i => i / stride == 3 ? float.NaN : (float)Math.Sin(i * (1 + i / stride))).ToArray();
        foreach (var frames in (Range[])[100..350, 0..1099])
        {
            var statistics = new float[count * Dynamics.Names.Count];
            new Dynamics().Compute(new FeatureTrajectories(values, count, stride, frames), 0.01, statistics);

            statistics.ShouldBe(values.Chunk(stride).SelectMany(column => Compute(column[frames], 0.01)));
        }
    }

    private static float[] Compute(float[] values, double frameSeconds)
    {
        var statistics = new float[Dynamics.Names.Count];
        new Dynamics().Compute(values, frameSeconds, statistics);
        return statistics;
    }

    private static float Statistic(float[] statistics, string name) => statistics[Dynamics.Names.ToList().IndexOf(name)];
}
