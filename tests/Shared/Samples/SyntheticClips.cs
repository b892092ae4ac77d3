using Bakeoff.Neural.Data;
using Bakeoff.Numerics;

namespace Bakeoff.Testing;

/// <summary>Small random sets whose classes differ in the course of their features.</summary>
internal static class SyntheticClips
{
    public static SequenceSet Make(
        int clips,
        int features = 6,
        int classes = 3,
        int shortest = 4,
        int longest = 12,
        string stream = "clips")
    {
        var random = new SeededRandom(7, stream);
        var offsets = new long[clips + 1];
        var labels = new int[clips];
        var values = new List<float>();
        for (var clip = 0; clip < clips; clip++)
        {
            labels[clip] = random.NextInt32(classes);
            var frames = shortest + random.NextInt32(longest - shortest + 1);
            offsets[clip + 1] = offsets[clip] + frames;
            for (var frame = 0; frame < frames; frame++)
            {
                for (var feature = 0; feature < features; feature++)
                {
                    var signal = feature % classes == labels[clip] ? 1.5 * frame / frames : 0;
                    values.Add((float)(10 + (3 * (signal + random.NextGaussian()))));
                }
            }
        }

        return new SequenceSet([.. values], offsets, features, labels);
    }
}
