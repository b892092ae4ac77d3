using System.Text.Json;
using Bakeoff.Neural.Storage;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Neural.Training;

/// <summary>The state of a training after its last finished epoch, in one file: <c>checkpoint.safetensors</c>.</summary>
/// <remarks>Random numbers need no place in it: their streams are named by epoch and step. The file is
/// renamed into place, so it holds the old epoch or the new one.</remarks>
/// <param name="folder">Folder of the file; created when the first epoch is written.</param>
/// <param name="identity">Digest of everything that the training depends on.</param>
/// <param name="arrays">The arrays that change while the network trains, in the order of the file.</param>
internal sealed class CheckpointFile(string folder, string identity, IReadOnlyList<TrainingArray> arrays)
{
    private const string Version = "1";

    private readonly string _path = Path.Combine(folder, "checkpoint.safetensors");

    public void Write(IReadOnlyList<EpochResult> history)
    {
        var tensors = arrays.Select(static array => new TensorData(array.Name, [array.Values.Length], array.Values)).ToList();
        AtomicFile.Write(_path, SafetensorsFile.Write(tensors, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["version"] = Version,
            ["training"] = identity,
            ["history"] = JsonSerializer.Serialize(history, ModelJson.Options),
        }));
    }

    /// <summary>Fills the arrays from the file.</summary>
    /// <returns>The finished epochs; null if there is no file.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, of another version, or of another training.</exception>
    public IReadOnlyList<EpochResult>? TryRestore()
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        var (tensors, metadata) = SafetensorsFile.Read(File.ReadAllBytes(_path), _path);
        if (metadata.GetValueOrDefault("version") != Version || metadata.GetValueOrDefault("training") != identity)
        {
            throw new ModelFormatException(
                _path,
                new ErrorDetails("belongs to a training with other data, options or seed, or to another release")
                {
                    NextStep = "Delete it to start from the first epoch.",
                });
        }

        var history = JsonSerializer.Deserialize<List<EpochResult>>(metadata.GetValueOrDefault("history") ?? "null", ModelJson.Options);
        if (history is null || arrays.Any(array => tensors.GetValueOrDefault(array.Name)?.Values.Length != array.Values.Length))
        {
            throw new ModelFormatException(_path, new ErrorDetails("lacks a part of the training's state")
            {
                NextStep = "It is damaged; delete it to start from the first epoch.",
            });
        }

        foreach (var array in arrays)
        {
            tensors[array.Name].Values.CopyTo(array.Values, 0);
        }

        return history;
    }
}
