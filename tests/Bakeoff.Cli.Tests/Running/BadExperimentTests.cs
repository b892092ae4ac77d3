using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Mistakes in YAML and on the command line: one clear message each, before anything runs.</summary>
public sealed class BadExperimentTests : IDisposable
{
    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("hop_length: 256", "hop_lenght: 256", "experiments/tiny.yaml(5,59): unknown key 'hop_lenght' in features. Did you mean 'hop_length'?")]
    [InlineData("seed: 3", "seed: 3\nseed: 4", "experiments/tiny.yaml(4,1): ")]
    [InlineData("n_mfcc: 13", "n_mfcc: many", "features.n_mfcc is 'many', expected")]
    [InlineData("batch_size: 16", "batch_size: 0", "training.batch_size is 0, expected")]
    [InlineData("n_fft: 512", "n_fft: 500", "features.n_fft is 500, expected a power of two.")]
    [InlineData("dataset: tiny", "dataset: tinny", "tinny")]
    [InlineData("validation: 0.2", "validation: 0", "split.validation is 0, but training.stop_on is validation_uar, expected clips to validate on.")]
    public void Train_FaultInYaml_NamesPlaceValueAndRule(string right, string wrong, string expected)
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace(right, wrong));
        _project.Refuse("train", "-e", "tiny").ShouldContain(expected);
    }

    [Fact]
    public void Train_SeveralFaults_NamesAllAtOnce()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("hop_length", "hop_lenght").Replace("units: 8", "unit: 8"));
        var message = _project.Refuse("train", "-e", "tiny");
        message.ShouldContain("'hop_lenght'");
        message.ShouldContain("'unit'");
    }

    [Fact]
    public void Train_NoSuchExperiment_OffersTheNearest()
    {
        var message = _project.Refuse("train", "-e", "tinny");
        message.ShouldContain("tinny");
        message.ShouldContain("'tiny'");
    }

    [Fact]
    public void Train_SetOfUnknownKey_OffersTheNearest() => _project.Refuse("train", "-e", "tiny", "--set=training.batchsize=3").ShouldContain("batch_size");

    [Fact]
    public void Train_OutsideAProject_SaysWhatAProjectIs()
    {
        Directory.Delete(Path.Combine(_project.Root, "experiments"), recursive: true);
        _project.Refuse("train", "-e", "tiny").ShouldContain("expected a Bakeoff project");
    }

    [Fact]
    public void Train_UnknownOption_IsRefused() => _project.Refuse("train", "--experimnet", "tiny").ShouldContain("--experimnet");

    [Fact]
    public void Split_LeakNotAcknowledged_SaysWhatToWrite()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("acknowledge: [shared_speakers, shared_texts], ", string.Empty));
        _project.Refuse("split", "-e", "tiny").ShouldContain("acknowledge: [shared_speakers, shared_texts");
    }

    [Fact]
    public void Train_ShapeThatDoesNotFit_NamesTheLayer()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("  - lstm: {units: 8}", "  - reshape: {shape: [40, 1]}\n  - lstm: {units: 8}"));
        _project.Refuse("train", "-e", "tiny").ShouldContain("reshape_1: input shape is");
    }
}
