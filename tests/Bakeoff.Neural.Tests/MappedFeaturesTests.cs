using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options.Files;

namespace Bakeoff.Neural.Tests;

public sealed class MappedFeaturesTests : IDisposable
{
    private const int Clips = 64;
    private const int Frames = 50;
    private const int Features = 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff-mapped-").FullName;
    private readonly float[] _values = [.. Enumerable.Range(0, Clips * Frames * Features).Select(static i => (i * 37 % 101) / 50f)];
    private readonly long[] _offsets = [.. Enumerable.Range(0, Clips + 1).Select(static i => (long)i * Frames)];

    private string Path => System.IO.Path.Combine(_folder, "values.npy");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_FeaturesInAFile_GivesTheBitsOfFeaturesInAnArray()
    {
        using var map = Map();
        var labels = Enumerable.Range(0, Clips).Select(static i => i % 2).ToArray();
        var mapped = new SequenceSet(map, _offsets, Features).WithLabels(labels);

        var (expected, actual) = (Train(new SequenceSet(_values, _offsets, Features, labels)), Train(mapped));

        actual.Standardizer!.Mean.ShouldBe(expected.Standardizer!.Mean);
        actual.Tensors.SelectMany(static tensor => tensor.Values.ToArray())
            .ShouldBe(expected.Tensors.SelectMany(static tensor => tensor.Values.ToArray()));

        static Network Train(SequenceSet clips)
        {
            var network = Network.Create([new GlobalAveragePoolingOptions()], Features, classes: 2, seed: 3);
            Trainer.Train(network, clips, clips.Select([3, 1, 2]), new TrainingOptions { Epochs = 2 }, seed: 1, WorkerPool.Serial);
            return network;
        }
    }

    [Fact]
    public void Fit_MappedSelection_AllocatesNoFeatures()
    {
        using var map = Map();
        var all = new SequenceSet(map, _offsets, Features);
        Standardizer.Fit(all);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var half = SequenceSet.Join([all.Select([.. Enumerable.Range(0, Clips / 2)]), all.Select([5, 6])]);
        Standardizer.Fit(half);
        half.CheckFinite();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBeLessThan(_values.Length * sizeof(float) / 10);
        half.Frames(33).ToArray().ShouldBe(_values[(6 * Frames * Features)..(7 * Frames * Features)]);
    }

    [Fact]
    public void Frames_FileCutShortWhileMapped_ThrowsAndDoesNotEndTheProcess()
    {
        using var map = Map();
        var clips = new SequenceSet(map, _offsets, Features);
        using (var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(1000);
        }

        Should.Throw<NpyFormatException>(() => Standardizer.Fit(clips)).Message.ShouldBe(
            $"{Path}: the file has 1000 bytes, expected 256128, as when it was opened.");
        Should.Throw<NpyFormatException>(() => NpyFile.Map(Path)).Message.ShouldBe(
            $"{Path}: the file holds 872 bytes of values, expected 256000 for its shape.");
    }

    [Fact]
    public void Slice_FileOf16Bits_GivesTheValuesThatTheyAre()
    {
        Half[] halves = [.. _values.Select(static value => (Half)value)];
        using (var stream = File.Create(Path))
        {
            NpyFile.WriteHeader(stream, NpyFile.Half, [Clips * Frames, Features]);
            NpyFile.WriteValues<Half>(stream, halves);
        }

        using var map = NpyFile.Map(Path);

        map.Slice(3, 100).ToArray().ShouldBe(halves[3..103].Select(static value => (float)value));
        new SequenceSet(map, _offsets, Features).Frames(1).Length.ShouldBe(Frames * Features);
        new FileInfo(Path).Length.ShouldBe(128 + (2 * _values.Length));
    }

    [Fact]
    public void RequireUnchanged_FileWrittenToWhileMapped_Throws()
    {
        using var map = Map();
        map.RequireUnchanged();
        File.SetLastWriteTimeUtc(Path, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));

        Should.Throw<NpyFormatException>(map.RequireUnchanged).Message.ShouldBe(
            $"{Path}: the file was changed at 2026-01-02 03:04:05Z while it was read, expected no change while it is read.");
    }

    [Fact]
    public void Slice_OutsideTheArrayOrAfterDispose_Throws()
    {
        var map = Map();
        Should.Throw<ArgumentOutOfRangeException>(() => map.Slice(_values.Length - 1, 2).Length);
        map.Dispose();
        Should.Throw<ObjectDisposedException>(() => map.Slice(0, 1).Length);
    }

    private MappedArray Map()
    {
        using (var stream = File.Create(Path))
        {
            NpyFile.WriteHeader(stream, NpyFile.Single, [Clips * Frames, Features]);
            NpyFile.WriteValues<float>(stream, _values);
        }

        return NpyFile.Map(Path);
    }
}
