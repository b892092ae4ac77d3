using Bakeoff.Audio.Features.Challenges;
using Bakeoff.Audio.Features.Measures;

namespace Bakeoff.Audio.Tests.Features.Measures;

/// <summary>Functionals of contours against numpy 1.24.2 and scipy 1.10.1, and of contours of which the answer is known.</summary>
public sealed class ContourFamilyTests
{
    private static readonly double[] Values = [0.3, -1.2, 4.5, 2.25, -0.75, 3.5, 4.25, 1.0];

    public static TheoryData<string, double[]> Expected => new()
    {
        // numpy.polyfit of values brought to 0..1 over steps of 0.01 s, mean squared residuals.
        {
            nameof(ContourFamily.Regression),
            [5.461570593149541, 0.32309941520467844, 0.11799521189670081, -202.06766917293257, 19.60630743525481, 0.1816520467836255, 0.10942062988245466]
        },

        // scipy.linalg.solve_toeplitz of the autocorrelation; the residual's energy over the number of values.
        {
            nameof(ContourFamily.Prediction),
            [4.915308999218361, -0.3881589588213695, 0.21821669096549617, -0.5038693467897517, 0.026576603141913856, 0.0282816945274751]
        },
        { nameof(ContourFamily.Flatness), [0.7162153108948001] },
        { nameof(ContourFamily.PositiveMean), [2.6333333333333333] },
        { nameof(ContourFamily.RootMeanSquare), [2.70918576328756] },
        { nameof(ContourFamily.Centroid), [0.4926056338028169] },
        {
            nameof(ContourFamily.Percentiles),
            [0.0375, 1.625, 3.6875, 1.5875, 2.0625, 3.65, -1.1685, 4.4825, 5.651]
        },
        { nameof(ContourFamily.Times), [0.75, 0.5, 0.375, 0.25, 3 / 7.0, 1 / 3.0] },
        { nameof(ContourFamily.Extremes), [5.7, 0.25, 0.125] },
    };

    [Theory, MemberData(nameof(Expected))]
    public void Measure_Contour_EqualsNumPy(string family, double[] expected)
    {
        ArgumentNullException.ThrowIfNull(expected);

        // Tolerance: rounding of sums of eight terms, and of a system of three equations over hundredths of seconds.
        Measure(family, Values).ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void Lengths_RampsAndLevels_AreCutBehindEachCrossing()
    {
        // Up and down between 0 and 1 in steps of 0.1: the mean of three frames lags one behind.
        double[] values = [.. Enumerable.Range(0, 41).Select(static t => 1 - Math.Abs(t % 20 - 10) / 10.0)];

        ContourSegments.Lengths(values, 0, 1).ShouldBe([5, 5, 5, 5, 5, 5, 5, 5], 1.01);
        ContourSegments.Lengths([2, 2, 2, 2, 2, 2], 2, 2).ShouldBeEmpty();
    }

    [Fact]
    public void Find_Contour_TakesWhatStandsOut()
    {
        // 0.55 is less than 1.05 times 0.53, 0.95 more; the dip to 0.48 is none; the last two frames never are.
        double[] values = [0, 0.53, 0.48, 0.55, 0.5, 0.95, 0.2, 0.1, 1, 0.4, 0.9, 0.3];

        ContourPeaks.Find(values, 1).ShouldBe([(5, true), (7, false), (8, true), (9, false)]);

        // 10.2 is less than 1.05 times 10, but lies 0.25 above the dip before it, more than a tenth of the range; 10.25 lies 0.07 above it.
        ContourPeaks.Find([9, 10, 9.95, 10.2, 10.18, 10.25, 9.5, 9.2], 1).ShouldBe([(3, true)]);
    }

    [Fact]
    public void Stretches_Voicing_LastsOverOneFrameAndTakesTwo()
    {
        // 5 frames with one unvoiced among them: from the first's start to the last's 4; then 2 unvoiced ones, which are none, and 3 voiced.
        double[] pitch = [0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1];

        Contour.Stretches(pitch, voiced: true).ShouldBe([4, 2]);
        Contour.Stretches(pitch, voiced: false).ShouldBe([3]);
    }

    [Fact]
    public void Describe_TriangleWave_HasItsDistancesHeightsAndSlopes()
    {
        // Peaks of 1 and valleys of 0 every 20 frames, 10 frames apart.
        double[] values = [.. Enumerable.Range(0, 101).Select(static t => 1 - Math.Abs(t % 20 - 10) / 10.0)];
        var statistics = new double[ContourPeaks.Names.Length];

        ContourPeaks.Describe(values, 1, 0.5, 0.01, statistics);

        statistics[0].ShouldBe(0.2, 1e-12, "peaks are 0.2 s apart");
        statistics[1].ShouldBe(0.1, 1e-12, "each 0.1 s behind its valley");
        statistics[2].ShouldBe(0, 1e-12);
        statistics[4].ShouldBe(1, 1e-12);
        statistics[5].ShouldBe(0.5, 1e-12);
        statistics[6].ShouldBe(2, 1e-12);
        statistics[8].ShouldBe(10, 1e-9, "1 in 0.1 s");
        statistics[9].ShouldBe(0, 1e-9);
    }

    [Fact]
    public void Describe_FewPeaksOrALine_HasNoValuesForThem()
    {
        var statistics = new double[ContourPeaks.Names.Length];

        ContourPeaks.Describe([0, 1, 2, 3, 4, 5], 5, 2.5, 0.01, statistics);
        statistics.ShouldAllBe(static value => double.IsNaN(value));

        ContourPeaks.Describe([0, 1, 2, 1, 0, 0, 0], 2, 0.5, 0.01, statistics);
        double.IsNaN(statistics[0]).ShouldBeTrue("one peak has no distance");
        statistics[4].ShouldBe(2);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(-10, -10)]
    [InlineData(29.11, 16.02)]
    [InlineData(1e6, 20)]
    [InlineData(-1e6, -20)]
    public void Describe_RatioBeyondTheKnee_ComesNoFurtherThanTheLimit(double ratio, double expected)
    {
        var statistics = new double[ContourPeaks.Names.Length];

        ContourPeaks.Describe([0, 1, 0, 0, 0], 1, 1 / ratio, 0.01, statistics);

        // The form between 10 and 20 is fitted.
        statistics[6].ShouldBe(expected, 0.05);
    }

    private static double[] Measure(string name, double[] values)
    {
        var family = (ContourFamily)typeof(ContourFamily).GetProperty(name)!.GetValue(null)!;
        var profile = new ContourProfile();
        profile.Read(values);
        var measured = new double[family.Names.Count];
        family.Measure(profile, measured);
        return measured;
    }
}
