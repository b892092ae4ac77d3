using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Experiments.Papers;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Options;
using Bakeoff.Reports.Latex;

namespace Bakeoff.Experiments.Tests.Papers;

public sealed class MethodReferencesTests
{
    [Fact]
    public void ByKind_NamesKindsThatExistAndWorksThatAreListed()
    {
        Type[] bases =
        [
            typeof(FeatureKind), typeof(FeatureSet), typeof(LayerOptions), typeof(LossOptions), typeof(OptimizerOptions),
            typeof(ClassifierOptions),
        ];
        var kinds = bases.SelectMany(OptionKinds.Of).Select(static kind => kind.Name).ToHashSet(StringComparer.Ordinal);
        MethodReferences.ByKind.Keys.Where(kind => !kinds.Contains(kind)).ShouldBeEmpty();
        MethodReferences.ByKind.Values.SelectMany(static keys => keys)
            .Where(static key => !MethodReferences.Works.ContainsKey(key))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Works_HaveAnAuthorAYearAndKeysOfLetters()
    {
        foreach (var work in MethodReferences.Works.Values)
        {
            LatexText.Key(work.Key).ShouldBe(work.Key);
            work.Fields.Select(static field => field.Name).ShouldContain("author", work.Key);
            var year = work.Fields.Single(static field => field.Name == "year").Value;
            work.Key.ShouldEndWith(year);
            BibEntry.Write([work]).ShouldNotContain("scripttext", Case.Sensitive, work.Key);
        }
    }
}
