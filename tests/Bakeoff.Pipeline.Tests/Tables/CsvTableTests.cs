using System.Globalization;
using System.Text;
using Bakeoff.Pipeline.Tables;

namespace Bakeoff.Pipeline.Tests.Tables;

public sealed class CsvTableTests : IDisposable
{
    private static readonly CsvTable<Row> Table = new();
    private static readonly CsvColumn<string> Name = Table.Text("name", static row => row.Name);
    private static readonly CsvColumn<bool> IsBest = Table.Boolean("is_best", static row => row.IsBest);
    private static readonly CsvColumn<int> Count = Table.Int32("count", static row => row.Count);
    private static readonly CsvColumn<long> Bytes = Table.Int64("bytes", static row => row.Bytes);
    private static readonly CsvColumn<double> Loss = Table.Double("loss", static row => row.Loss);
    private static readonly CsvColumn<double?> Uar = Table.OptionalDouble("uar", static row => row.Uar);
    private static readonly CsvColumn<float?> Probability = Table.OptionalSingle("p_sad", static row => row.Probability);

    private readonly string _folder = Directory.CreateTempSubdirectory("bakeoff tables ").FullName;

    private sealed record Row(string Name, bool IsBest, int Count, long Bytes, double Loss, double? Uar, float? Probability);

    private string File => Path.Combine(_folder, "table.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_GermanCulture_GivesTheSameBytesEverywhere()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Table.Write(File, Rows);
            System.IO.File.ReadAllBytes(File).ShouldBe(Encoding.UTF8.GetBytes(
                "name,is_best,count,bytes,loss,uar,p_sad\n\"a, \"\"b\"\" é\",true,-3,5000000000,0.1,,0.25\n,false,0,0,1E-05,0.5,\n"));
            Table.Read(File, Make).ShouldBe(Rows);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Read_FurtherColumns_IgnoresThem()
    {
        System.IO.File.WriteAllText(File, "name,is_best,count,bytes,loss,uar,p_sad,more\na,true,1,2,3,4,5,x\n");
        Table.Read(File, Make).ShouldBe([new Row("a", true, 1, 2, 3, 4, 5)]);
        CsvFiles.ReadHeader(File)[^1].ShouldBe("more");
    }

    [Theory]
    [InlineData("name,is_best,count,bytes,loss,uar,p_sad\na,yes,1,2,3,4,5\n", "(2): is_best is 'yes', expected true or false.")]
    [InlineData(
        "name,is_best,count,bytes,loss,uar,p_sad\na,true,1,2,3,4,5\na,true,1.5,2,3,4,5\n",
        "(3): count is '1.5', expected a whole number.")]
    [InlineData(
        "name,is_best,count,bytes,loss,uar,p_sad\na,true,3000000000,2,3,4,5\n",
        "(2): count is '3000000000', expected a whole number.")]
    [InlineData("name,is_best,count,bytes,loss,uar,p_sad\na,true,1,2,\"3,5\",4,5\n", "(2): loss is '3,5', expected a number.")]
    [InlineData("name,is_best,count,bytes,loss,uar,p_sad\na,true,1,2,3,x,5\n", "(2): uar is 'x', expected a number or nothing.")]
    [InlineData("name,is_best,count,bytes,loss,uar,p_sad\na,true\n", "(2): the row cannot be read, expected a field for each column.")]
    [InlineData("name,count\na,1\n", "(1): header is 'name,count', expected 'name,is_best,count,bytes,loss,uar,p_sad'.")]
    [InlineData("", "(1): header is '', expected 'name,is_best,count,bytes,loss,uar,p_sad'.")]
    public void Read_WrongFile_NamesLineColumnAndValue(string text, string message)
    {
        System.IO.File.WriteAllText(File, text);
        Should.Throw<TableException>(() => Table.Read(File, Make)).Message.ShouldBe($"{File}{message} Run the stage that writes it again with --force.");
    }

    [Fact]
    public void Read_NoFile_SaysSo() =>
        Should.Throw<TableException>(() => Table.Read(File, Make)).Message.ShouldBe($"{File}: the table does not exist. Run the stage that writes it first.");

    private static IReadOnlyList<Row> Rows =>
    [
        new("a, \"b\" é", true, -3, 5_000_000_000, 0.1, null, 0.25f),
        new("", false, 0, 0, 1e-5, 0.5, null),
    ];

    private static Row Make(CsvRow row) =>
        new(row.Get(Name), row.Get(IsBest), row.Get(Count), row.Get(Bytes), row.Get(Loss), row.Get(Uar), row.Get(Probability));
}
