using Bakeoff.Neural.Training;

namespace Bakeoff.Neural.Tests.Training;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void Next_Constant_StaysTheSame() => Rates(new ScheduleOptions(), 3).ShouldBe([0.1, 0.1, 0.1]);

    [Fact]
    public void Next_Step_MultipliesEveryFewEpochs() =>
        Compare(
            Rates(
                new ScheduleOptions
                {
                    Kind = new StepSchedule(),
                    EveryEpochs = 2,
                    Factor = 0.5,
                },
                6),
            [0.1, 0.1, 0.05, 0.05, 0.025, 0.025]);

    [Fact]
    public void Next_CosineWithWarmUp_RisesThenFallsToTheMinimum() =>
        Compare(
            Rates(
                new ScheduleOptions
                {
                    Kind = new CosineSchedule(),
                    WarmUpEpochs = 2,
                    Minimum = 0.02,
                },
                7),
            [0.05, 0.1, 0.1, 0.0882842712474619, 0.06, 0.0317157287525381, 0.02]);

    [Fact]
    public void Next_OnPlateau_FallsAfterEachRunWithoutABetterEpoch()
    {
        bool[] better = [true, false, true, false, false, false, false, false];

        Compare(
            Rates(new ScheduleOptions { Kind = new PlateauSchedule(), EveryEpochs = 2 }, 8, better),
            [0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.025]);
    }

    private static void Compare(double[] rates, double[] expected)
    {
        rates.Length.ShouldBe(expected.Length);
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i].ShouldBe(expected[i], 1e-12);
        }
    }

    private static double[] Rates(ScheduleOptions schedule, int epochs, bool[]? better = null)
    {
        var options = new TrainingOptions { LearningRate = 0.1, Epochs = epochs, Schedule = schedule };
        var history = new List<EpochResult>();
        var rates = new double[epochs];
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            rates[epoch - 1] = LearningRateSchedule.Next(options, history);
            history.Add(new EpochResult { Epoch = epoch, LearningRate = rates[epoch - 1], IsBest = better is null || better[epoch - 1] });
        }

        return rates;
    }
}
