using Bakeoff.Corpora;
using Bakeoff.Experiments.Explore;

namespace Bakeoff.Experiments.Tests.Explore;

public sealed class CorpusColumnsTests
{
    [Fact]
    public void Facts_EvenNumberOfValues_GiveTheMiddleOfTheTwoInTheMiddle()
    {
        Column[] columns = [new Column("age", ColumnType.Number)];
        var clips = ((string[])["40", "20", "", "31", "24"])
            .Select((age, i) => new Clip($"{i}.wav", "sad", "", "", 16000, 1, 16000, 1, $"{i:x64}")
            {
                Values = new ColumnValues(columns, [age]),
            })
            .ToList();

        var fact = CorpusColumns.Facts(clips).Single();

        fact.Name.ShouldBe("Column age");
        fact.Value.ShouldBe("20 to 40, median 27.5, missing (1)");
    }
}
