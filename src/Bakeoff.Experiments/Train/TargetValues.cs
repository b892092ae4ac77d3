using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Train;

/// <summary>Numbers to predict: the values of some of the corpus's columns.</summary>
internal sealed class TargetValues
{
    private readonly float[] _values;

    private TargetValues(IReadOnlyList<string> names, float[] values) => (Names, _values) = (names, values);

    /// <summary>Names of the columns, in the order of the experiment.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The values of one clip, shape [targets]; NaN where the corpus states none.</summary>
    public ReadOnlySpan<float> Of(int clip) => _values.AsSpan(clip * Names.Count, Names.Count);

    /// <summary>Reads the columns.</summary>
    /// <param name="clips">All clips of the corpus.</param>
    /// <param name="names">Names of columns of numbers.</param>
    /// <param name="folds">Folds whose sides must have values: two to train on, one to test.</param>
    /// <exception cref="SplitException">A side of a fold has no value of a target, or a training side the same of all clips.</exception>
    public static TargetValues Read(IReadOnlyList<Clip> clips, IReadOnlyList<string> names, IReadOnlyList<SplitFold> folds)
    {
        var values = new float[clips.Count * names.Count];
        foreach (var (i, clip) in clips.Index())
        {
            foreach (var (target, name) in names.Index())
            {
                values[(i * names.Count) + target] = (float?)clip.Values.NumberOf(name) ?? float.NaN;
            }
        }

        var read = new TargetValues(names, values);
        foreach (var fold in folds)
        {
            read.Require(fold, Partition.Train, least: 2);
            read.Require(fold, Partition.Test, least: 1);
            read.RequireVariation(fold);
        }

        return read;
    }

    /// <summary>The values of some clips, shape [clips, targets].</summary>
    public float[] Select(IReadOnlyList<int> clips)
    {
        var selected = new float[clips.Count * Names.Count];
        for (var i = 0; i < clips.Count; i++)
        {
            Of(clips[i]).CopyTo(selected.AsSpan(i * Names.Count));
        }

        return selected;
    }

    // What is the same for all clips cannot be learned, and its CCC would say nothing.
    private void RequireVariation(SplitFold fold)
    {
        var indices = fold.IndicesOf(Partition.Train);
        foreach (var (target, name) in Names.Index())
        {
            float[] known = [.. indices.Select(i => Of(i)[target]).Where(static value => !float.IsNaN(value))];
            if (!known.AsSpan().ContainsAnyExcept(known[0]))
            {
                throw new SplitException("targets", new ErrorDetails($"all clips of the train side of fold {fold.Name} state {name} {{value}}")
                {
                    Value = known[0].ToString(CultureInfo.InvariantCulture),
                    Rule = "at least two different numbers, without which there is nothing to learn and CCC says nothing",
                    NextStep = "Leave the target out, or choose another split.",
                });
            }
        }
    }

    private void Require(SplitFold fold, Partition side, int least)
    {
        var indices = fold.IndicesOf(side);
        foreach (var (target, name) in Names.Index())
        {
            var known = indices.Count(i => !float.IsNaN(Of(i)[target]));
            if (known < least)
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{YamlName.Of(side)} side of fold {fold.Name}");
                throw new SplitException("targets", new ErrorDetails($"{{value}} of the {indices.Length} clips of the {place} state {name}")
                {
                    Value = known.ToString(CultureInfo.InvariantCulture),
                    Rule = string.Create(CultureInfo.InvariantCulture, $"at least {least}"),
                    NextStep = $"Choose another split, or leave out clips without {name} by 'where' in the description of the corpus.",
                });
            }
        }
    }
}
