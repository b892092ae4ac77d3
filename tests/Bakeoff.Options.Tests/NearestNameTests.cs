using Bakeoff.Options;

namespace Bakeoff.Options.Tests;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("hop_lenght", "hop_length")]
    [InlineData("hop-length", "hop_length")]
    [InlineData("HopLength", "hop_length")]
    [InlineData("n_fftt", "n_fft")]
    [InlineData("nmfcc", "n_mfcc")]
    [InlineData("seed", null)]
    [InlineData("", null)]
    public void Find_TypedName_GivesWhatWasMeant(string typed, string? meant) =>
        NearestName.Find(typed, ["n_fft", "n_mels", "n_mfcc", "hop_length", "win_length"]).ShouldBe(meant);

    [Fact]
    public void Find_Tie_TakesTheFirstInOrdinalOrder() => NearestName.Find("model3", ["model2", "model1"]).ShouldBe("model1");
}
