using System.Text;
using Bakeoff.Audio.Decoding;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Onnx.Tests;
using Bakeoff.Onnx.Tests.Runtime;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Exporting;

/// <summary>ONNX Runtime on the exported files against the probabilities in <c>predictions.csv</c>.</summary>
public sealed class ExportedFilesTests(FinishedProject finished) : IClassFixture<FinishedProject>
{
    private Project Project => finished.Project;

    [Fact]
    public void Export_TestClips_OnnxRuntimeGivesThePredictions()
    {
        Project.Succeed("export", "tiny");
        var clips = IndexTable.Read(Stored("index", "index.csv"));
        var (_, _, predictions) = PredictionTable.Read(Project.Results("tiny", "predictions.csv"));
        var rows = predictions.Select(p => clips.Select(c => c.Path).ToList().IndexOf(p.Path)).ToArray();
        using var table = FeatureFiles.Open(Path.GetDirectoryName(Stored("featurize", "values.npy"))!);
        var features = table.Clips.Select(rows);
        var recordings = Path.Combine(Path.GetDirectoryName(Stored("download", "manifest.csv"))!, "recordings");
        var waveforms = predictions
            .Select(p => AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(recordings, p.Path)), p.Path).ToMono())
            .ToList();

        var expected = predictions.SelectMany(p => p.Probabilities).ToArray();
        var ofFeatures = new OnnxCase(File.ReadAllBytes(Project.Results("tiny", "export/model.onnx"))).With(features).Run();
        var ofWaveforms = new OnnxCase(File.ReadAllBytes(Project.Results("tiny", "export/model-waveform.onnx"))).With(waveforms).Run();

        Distance.Largest(ofFeatures, expected).ShouldBeLessThanOrEqualTo(1e-5);
        Distance.Largest(ofWaveforms, expected).ShouldBeLessThanOrEqualTo(1e-5);
    }

    [Fact]
    public void Export_Metadata_NamesTheClasses()
    {
        Project.Succeed("export", "tiny");
        Encoding
            .UTF8.GetString(File.ReadAllBytes(Project.Results("tiny", "export/model.onnx")))
            .ShouldContain("""["angry","disgust","fear","happy","neutral","sad","surprise"]""");
    }

    private string Stored(string stage, string file) =>
        Directory
            .GetFiles(Path.Combine(Project.Root, "artifacts", "store", stage), file, SearchOption.AllDirectories)
            .ShouldHaveSingleItem();
}
