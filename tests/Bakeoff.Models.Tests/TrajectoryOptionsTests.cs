namespace Bakeoff.Models.Tests;

public sealed class TrajectoryOptionsTests
{
    [Theory]
    [InlineData(10, 4, 2, new[] { 0, 2, 4, 6 })]
    [InlineData(11, 4, 2, new[] { 0, 2, 4, 6, 7 })]
    [InlineData(3, 4, 2, new[] { 0 })]
    [InlineData(4, 4, 4, new[] { 0 })]
    public void Windows_Clip_CoversItAndEndsWithIt(int samples, double window, double step, int[] starts)
    {
        var windows = new TrajectoryOptions { WindowSeconds = window, StepSeconds = step }.Windows(samples, sampleRateHz: 1);

        windows.Select(w => (int)w.Start).ShouldBe(starts);
        windows.ShouldAllBe(w => w.Length == Math.Min(samples, (int)window));
        (windows[^1].Start + windows[^1].Length).ShouldBe(samples);
    }

    [Theory]
    [InlineData(TrajectoryChoice.Auto, 6, false)]
    [InlineData(TrajectoryChoice.Auto, 6.01, true)]
    [InlineData(TrajectoryChoice.Always, 0.1, true)]
    [InlineData(TrajectoryChoice.Never, 100, false)]
    public void Covers_Choice_DependsOnTheDuration(TrajectoryChoice choice, double seconds, bool expected) =>
        new TrajectoryOptions { Choice = choice }
            .Covers(seconds)
            .ShouldBe(expected);

    [Fact]
    public void Validate_OutOfRange_NamesTheRule()
    {
        static string[] Problems(double window, double step) =>
            [
                .. new TrajectoryOptions { WindowSeconds = window, StepSeconds = step }
                    .Validate()
                    .Select(problem => $"{problem.Key} {problem.Message}"),
            ];

        Problems(3, 1).ShouldBeEmpty();
        Problems(0, 1).ShouldBe(["window is 0, expected 0.05 to 3600 seconds."]);
        Problems(double.NaN, 1).ShouldBe(["window is NaN, expected 0.05 to 3600 seconds."]);
        Problems(2, 3).ShouldBe(["step is 3, expected 0.05 to the window's 2 seconds, or sound would be left out."]);
    }
}
