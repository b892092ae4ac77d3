using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;

namespace Bakeoff.Neural.Training;

/// <summary>SHA-256 over everything that a training depends on, so that only the same training resumes from a checkpoint.</summary>
internal static class TrainingIdentity
{
    public static string Compute(TrainingTask task)
    {
        var network = task.Network;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(network.LayerOptions, ModelJson.Options));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(task.Options, ModelJson.Options));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(task.Heads, ModelJson.Options));
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{task.Seed};{network.InputFeatures};{network.OutputCount}")));
        hash.AppendData(MemoryMarshal.AsBytes(network.Store.Values.AsSpan()));
        Append(hash, task.Train);
        if (task.ValidationClips is { } validation)
        {
            Append(hash, validation);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, SequenceSet set)
    {
        var clips = new int[2 * set.ClipCount];
        for (var clip = 0; clip < set.ClipCount; clip++)
        {
            hash.AppendData(MemoryMarshal.AsBytes(set.Frames(clip)));
            clips[2 * clip] = set.FrameCount(clip);
            clips[(2 * clip) + 1] = set.HasLabels ? set.Label(clip) : 0;
            hash.AppendData(MemoryMarshal.AsBytes(set.Targets(clip)));
            hash.AppendData(MemoryMarshal.AsBytes(set.Shares(clip)));
        }

        hash.AppendData(MemoryMarshal.AsBytes(clips.AsSpan()));
    }
}
