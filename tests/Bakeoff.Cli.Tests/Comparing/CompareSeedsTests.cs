using System.Globalization;
using System.Text.Json;
using Bakeoff.Cli.Tests.Running;

namespace Bakeoff.Cli.Tests.Comparing;

/// <summary>Experiments with several seeds, side by side with others.</summary>
public sealed class CompareSeedsTests : IDisposable
{
    private const string Seeds = "\nseeds: [1, 2, 3]\n";

    /// <summary>A classifier that draws nothing, on folds that no seed changes.</summary>
    private const string Drawless = """
        name: tiny
        seed: 3
        dataset: tiny
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13, summary: mean}
        split: {by: leave_one_speaker_out, acknowledge: [shared_texts], validation: 0.2}
        classifier: {candidates: [linear_discriminant: {}]}
        """;

    private readonly Project _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Compare_SeveralSeedsAndOne_ShowsSpreadAndIntervalSideBySideInEveryForm()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + Seeds);
        _project.Write("experiments/one.yaml", Project.TinyExperiment.Replace("name: tiny", "name: one").Replace("units: 8", "units: 4"));
        _project.Succeed("sweep", "tiny");
        _project.Succeed("report", "-e", "one").ShouldContain("\none, test clips, one seed (3):\n");
        File.ReadAllText(_project.Results("one", "report.html")).ShouldContain("one seed (3)");

        var values = Enumerable.Range(1, 3).Select(seed => Uar($"tiny+seed={seed}")).ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 2);
        var shown = string.Create(CultureInfo.InvariantCulture, $"{mean:0.000} ± {deviation:0.000}");

        var text = _project.Succeed("compare", "tiny", "one", "--by=order");
        text.ShouldContain(
            "split by random; leaks: shared_speakers, shared_texts, shared_speaker_texts; in the order named; mean ± standard deviation "
                + "over seeds, 95 % interval of the mean over clips\n");
        text.ShouldMatch($"\n1 tiny +3 +0\\.\\d{{3}} ± 0\\.\\d{{3}} +{shown} +0\\.\\d{{3}} to [01]\\.\\d{{3}} .* \\+1 to \\+3\n");
        text.ShouldMatch("\n2 one +one +0\\.\\d{3} +0\\.\\d{3} +0\\.\\d{3} to .* -\n");
        text.ShouldContain("first minus second, means over their seeds, drawn by clip");
        text.ShouldMatch("\nseed +1, 2, 3 +3\n");
        _project.Succeed("sweep", "tiny").ShouldMatch($"\ntiny +0\\.\\d{{3}} ± 0\\.\\d{{3}} +{shown} ");

        _project
            .Succeed("compare", "tiny", "one", "--md", "--by=order")
            .ShouldMatch(
                "\\| `tiny` +\\| tiny +\\| random +\\| [a-z_, ]+\\| +\\d+ \\| +0\\.\\d{3} ± 0\\.\\d{3} \\| +"
                    + shown
                    + " \\| +3 \\| +0\\.\\d{3} to [01]\\.\\d{3} \\| 0\\.\\d{3} ± 0\\.\\d{3} \\| "
                    + "`bakeoff sweep tiny --set='seeds=\\[1, 2, 3\\]'` \\|\n"
                    + "\\| `one` +\\| .* \\| +one \\| +0\\.\\d{3} to [01]\\.\\d{3} \\| +0\\.\\d{3} \\| +`bakeoff report one` \\|\n");
        _project
            .Succeed("compare", "tiny", "one", "--csv", "--by=order")
            .ShouldStartWith("experiment,test_set,clips,seeds,validation_uar,validation_uar_sd,");

        using var json = JsonDocument.Parse(_project.Succeed("compare", "tiny", "one", "--json", "--by=order"));
        var tiny = json.RootElement.GetProperty("experiments")[0];
        tiny.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetString()).ShouldBe(["1", "2", "3"]);
        tiny.GetProperty("metrics").GetProperty("test_uar").GetDouble().ShouldBe(mean, 1e-12);
        tiny.GetProperty("standard_deviations").GetProperty("test_uar").GetDouble().ShouldBe(deviation, 1e-12);
        tiny.GetProperty("metrics").GetProperty("test_uar_low").GetDouble().ShouldBeLessThan(mean);
        json.RootElement.GetProperty("differences")[0].GetProperty("first_minus_second").GetDouble().ShouldBeInRange(-1, 1);

        var page = File.ReadAllText(Path.Combine(_project.Root, "artifacts", "experiments", "comparison.html"));
        page.ShouldContain("href=\"tiny%2Bseed%3D2/report.html\"");
        page.ShouldContain("± ");
        var parent = Directory
            .GetFiles(Path.Combine(_project.Root, "mlruns"), "UAR_sd", SearchOption.AllDirectories)
            .Where(static path => Path.GetFileName(Path.GetDirectoryName(path)) == "test")
            .ShouldHaveSingleItem("the parent run has the standard deviation");
        double.Parse(File.ReadAllText(parent).Split(' ')[1], CultureInfo.InvariantCulture).ShouldBe(deviation, 1e-12);
    }

    [Fact]
    public void Compare_SeedsMissingOrChanged_SaysSo()
    {
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + Seeds);
        _project.Succeed("sweep", "tiny", "--member=1");
        _project.Succeed("sweep", "tiny", "--member=3");
        _project
            .Succeed("compare", "tiny")
            .ShouldContain("tiny: 2 of its 3 seeds have results; missing: 2. 'bakeoff sweep tiny' runs them.");

        _project.Write("experiments/tiny.yaml", Project.TinyExperiment + "\nseeds: [1, 2]\n");
        _project.Succeed("compare", "tiny").ShouldContain("tiny: the mean includes seeds that its file does not name: 3.");

        // Another setting for one of them: two experiments, whose mean would be that of neither.
        _project.Write("experiments/tiny.yaml", Project.TinyExperiment.Replace("epochs: 3", "epochs: 4") + Seeds);
        _project.Succeed("sweep", "tiny", "--member=3");
        var mixed = _project.Succeed("compare", "tiny");
        mixed.ShouldContain(
            "tiny: its runs were made with different settings (training.epochs), so there is no mean over their seeds. "
                + "Run 'bakeoff sweep tiny' to make them again.");
        mixed.ShouldMatch("\ntiny\\+seed=1 (.*\n)+tiny\\+seed=3 ");
        mixed.ShouldContain("one seed; ");

        // A run of the experiment itself is one seed, and is not taken for the mean.
        _project.Succeed("report", "-e", "tiny");
        var alone = _project.Succeed("compare", "tiny");
        alone.ShouldMatch("\ntiny +0\\.");
        alone.ShouldNotContain("tiny+seed=1 ");
        alone.ShouldContain("tiny: this is one seed (3); its file names 3. 'bakeoff sweep tiny' runs them.");
    }

    [Fact]
    public void Compare_SeedWithoutAPart_SaysThatThePredictionsAreTheSame()
    {
        _project.Write("experiments/tiny.yaml", Drawless + Seeds);
        _project.Succeed("sweep", "tiny").ShouldMatch("\ntiny .* 0\\.\\d{3} ± 0\\.000 ");
        var text = _project.Succeed("compare", "tiny");
        text.ShouldContain("; 3 seeds, same predictions; ");
        text.ShouldContain("\nsame predictions: the seed has no part in this experiment.\n");
        File.ReadAllText(_project.Results("tiny", "sweep.html")).ShouldContain("same predictions: the seed has no part");
    }

    private double Uar(string experiment)
    {
        using var metrics = JsonDocument.Parse(File.ReadAllText(_project.Results(experiment, "metrics.json")));
        return metrics.RootElement.GetProperty("test_uar").GetDouble();
    }
}
