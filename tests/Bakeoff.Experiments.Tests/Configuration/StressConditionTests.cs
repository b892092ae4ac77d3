using Bakeoff.Experiments.Configuration;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Tests.Configuration;

public sealed class StressConditionTests
{
    [Fact]
    public void Of_NothingStated_IsTheUsualPresetWithoutLimits()
    {
        var conditions = StressCondition.Of(null);

        conditions.Count.ShouldBe(25);
        conditions.ShouldAllBe(static condition => condition.Options == new StressOptions());
        conditions.Single(static condition => condition.Name == "gain_-20db").Number.ShouldBe(-20);
        conditions.Single(static condition => condition.Name == "opus_16kbps").Form.Kind.ShouldBe(StressKind.Opus);
    }

    [Fact]
    public void Of_AudeeringAndOwnConditions_HoldsThePublishedLimitsUnlessStatedOtherwise()
    {
        var conditions = StressCondition.Of(new Dictionary<string, StressOptions>
        {
            ["noise_20db"] = new() { MaxDrop = 0.1 },
            ["audeering"] = new(),
            ["babble_-5db"] = new() { Noise = "babble" },
            ["babble_20db"] = new() { Noise = "babble" },
            ["hall"] = new() { Room = "hall.wav" },
        }).ToDictionary(static condition => condition.Name);

        conditions.Count.ShouldBe(34 + 3);
        conditions["noise_35db"].Options.ShouldBe(new StressOptions { MinUnchanged = 0.95 });
        conditions["telephone_mulaw"].Options.ShouldBe(new StressOptions { MaxDrop = 0.05, MinUnchanged = 0.5 });
        conditions["noise_20db"].Options.ShouldBe(new StressOptions { MaxDrop = 0.1 });
        conditions["babble_-5db"].Number.ShouldBe(-5);
        conditions["babble_-5db"].Form.ShouldBe(conditions["babble_20db"].Form, "they are points of one curve");
        conditions["hall"].Form.Kind.ShouldBe(StressKind.Room);
    }

    [Fact]
    public void Of_LimitsOfAPreset_GoToEachOfItsConditions() =>
        StressCondition.Of(new Dictionary<string, StressOptions> { ["usual"] = new() { MaxDrop = 0.2 } })
            .ShouldAllBe(static condition => condition.Options.MaxDrop == 0.2);

    [Theory]
    [InlineData("noise_20dB", "Did you mean 'noise_20db'?")]
    [InlineData("noise_200db", "has the number 200, expected -20 to 100. Change it.")]
    [InlineData("noise_020db", "Did you mean 'noise_20db'?")]
    [InlineData("tempo_0pct", "has the number 0, expected 50 to 200. Change it.")]
    [InlineData("audering", "Did you mean 'audeering'?")]
    public void Validate_UnknownName_SaysWhatWasMeant(string name, string message) =>
        Problem(name, new StressOptions()).Message.ShouldEndWith(message);

    [Fact]
    public void Validate_NameFarFromAll_ListsTheForms() =>
        Problem("earthquake", new StressOptions()).Message.ShouldEndWith(
            "The presets are usual, audeering; the forms are noise_NUMBERdb, tone_NUMBERdb, gain_NUMBERdb, clipping_NUMBERpermille, "
                + "low_pass_NUMBERhz, high_pass_NUMBERhz, telephone_alaw, telephone_mulaw, mp3_NUMBERkbps, opus_NUMBERkbps, "
                + "crop_start_NUMBERms, crop_end_NUMBERms, crop_start_NUMBERsamples, crop_end_NUMBERsamples, silence_start_NUMBERms, "
                + "silence_end_NUMBERms, silence_start_NUMBERsamples, silence_end_NUMBERsamples, tempo_NUMBERpct, rate_NUMBERhz.");

    [Theory]
    [InlineData("noise_20db")]
    [InlineData("usual")]
    [InlineData("Babble_20db")]
    [InlineData("../x_20db")]
    public void Validate_FileUnderANameOfAnother_IsRefused(string name) =>
        Problem(name, new StressOptions { Noise = "n" }).Message.ShouldStartWith("has a file, expected a name of your own");

    [Theory]
    [InlineData("babble")]
    [InlineData("babble_db")]
    [InlineData("babble_200db")]
    public void Validate_NoiseWithoutItsDistance_IsRefused(string name) =>
        Problem(name, new StressOptions { Noise = "n" }).Message.ShouldContain("ends in the distance, babble_NUMBERdb, of -20 to 100 dB");

    [Fact]
    public void Validate_NothingOrBothFiles_IsRefused()
    {
        StressCondition.Validate(new Dictionary<string, StressOptions>()).Single().Message.ShouldStartWith("is empty");
        Problem("hall_20db", new StressOptions { Noise = "n", Room = "r" }).Message.ShouldStartWith("has noise and room");
    }

    private static OptionProblem Problem(string name, StressOptions options) =>
        StressCondition.Validate(new Dictionary<string, StressOptions> { [name] = options }).Single();
}
