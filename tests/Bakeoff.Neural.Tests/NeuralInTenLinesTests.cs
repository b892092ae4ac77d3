using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests;

/// <summary>Keeps the code of docs/neural-in-ten-lines.md compiling and working.</summary>
public sealed class NeuralInTenLinesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff ten lines ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TenLines_SyntheticClips_TrainSaveLoadAndPredict()
    {
        var (values, offsets, labels, folder) = ReadClips();

        // begin ten lines
        using var pool = new WorkerPool(2);
        var clips = new SequenceSet(values, offsets, featureCount: 6, labels);
        var (train, validation) = (clips.Select([.. Enumerable.Range(0, 80)]), clips.Select([.. Enumerable.Range(80, 20)]));
        LayerOptions[] layers = [new MaskingOptions(), new LstmOptions { Units = 16 }, new DropoutOptions { Rate = 0.2 }];
        var network = Network.Create(layers, inputFeatures: 6, classes: 3, seed: 2010);
        var options = new TrainingOptions { Epochs = 10, BatchSize = 16, LearningRate = 0.01 };
        var history = Trainer.Train(network, train, validation, options, seed: 2010, pool);
        ModelFile.Save(folder, network, new ModelMetadata { ClassNames = ["angry", "happy", "sad"] });
        var model = ModelFile.Load(folder);
        var probabilities = model.Network.Predict(validation, pool);
        // end ten lines

        probabilities.GetLength(0).ShouldBe(20);
        history.Epochs.Count.ShouldBe(10);
        model.Metadata.ClassNames[0].ShouldBe("angry");
        network.Predict(validation, pool).ShouldBe(probabilities);
    }

    [Fact]
    public void Guide_Code_IsTheCompiledCode()
    {
        var source = File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "tests", "Bakeoff.Neural.Tests", "NeuralInTenLinesTests.cs"));
        var lines = source.Split("// begin ten lines\n")[1].Split("// end ten lines")[0].Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();

        lines.Length.ShouldBe(10);
        File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "docs", "neural-in-ten-lines.md")).ShouldContain(string.Join('\n', lines));
    }

    private (float[] Values, long[] Offsets, int[] Labels, string Folder) ReadClips()
    {
        var clips = SyntheticClips.Make(100);
        var offsets = new long[clips.ClipCount + 1];
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            offsets[clip + 1] = offsets[clip] + clips.FrameCount(clip);
        }

        return (clips.Values.ToArray(), offsets, [.. Enumerable.Range(0, clips.ClipCount).Select(clips.Label)], _folder);
    }
}
