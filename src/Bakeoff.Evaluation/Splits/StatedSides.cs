using System.IO.Enumeration;
using Bakeoff.Corpora;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Marks the clips that a stated split lists.</summary>
internal static class StatedSides
{
    /// <summary>Marks validation, test and unused clips; the rest is to train on.</summary>
    /// <exception cref="SplitException">A name fits no clip, or a clip is on two lists.</exception>
    public static Partition[] Mark(Clip[] clips, StatedSplit stated)
    {
        var partitions = new Partition[clips.Length];
        foreach (var (side, list, key) in new[] { (Partition.Test, stated.Test, "test"), (Partition.Validation, stated.Validation, "validation"), (Partition.Unused, stated.Unused, "unused") })
        {
            foreach (var name in list.Speakers)
            {
                Assign(side, $"split.stated.{key}.speakers", name, clip => clip.Speaker == name);
            }

            foreach (var name in list.Texts)
            {
                Assign(side, $"split.stated.{key}.texts", name, clip => clip.Text == name);
            }

            foreach (var name in list.Clips)
            {
                Assign(side, $"split.stated.{key}.clips", name, clip => FileSystemName.MatchesSimpleExpression(name, clip.Path, ignoreCase: false));
            }
        }

        return partitions;

        void Assign(Partition side, string key, string name, Func<Clip, bool> fits)
        {
            var found = false;
            for (var i = 0; i < clips.Length; i++)
            {
                if (!fits(clips[i]))
                {
                    continue;
                }

                found = true;
                if (partitions[i] != Partition.Train && partitions[i] != side)
                {
                    throw new SplitException(key, $"{key}: '{name}' names {clips[i].Path}, which is already on the {partitions[i].ToString().ToLowerInvariant()} list, expected one list a clip. Remove it from one.");
                }

                partitions[i] = side;
            }

            if (!found)
            {
                throw new SplitException(key, $"{key}: '{name}' names 0 clips of this corpus, expected at least 1. Compare with index.csv.");
            }
        }
    }
}
