using Bakeoff.Corpora.FeatureTables;
using Bakeoff.Options;
using Bakeoff.Testing;
using Parquet;
using Parquet.Schema;

namespace Bakeoff.Corpora.Tests.FeatureTables;

public sealed class FeatureTableTests : IDisposable
{
    // Written by NumPy 1.24.2: np.save of [[1, .5], [-2, 65504]] as float16; arange(6).reshape(2, 3) in Fortran order; [[1.5]] as >f4;
    // and np.lib.format.write_array(..., version=(2, 0)) of [[1.5, 2]].
    private const string Float16 =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAPAA4AMD/ew==";

    private const string FortranOrder =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAABAQAAAgD8AAIBAAAAAQAAAoEA=";

    private const string BigEndian =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDEpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/wAAA";

    private const string Version2 =
        "k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMSwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAQA==";

    private static readonly FeatureSelection All = new("path", [], []);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("path,a,b\nx.wav,1,0.25\ny.wav,-2e3,3\n")]
    [InlineData("sep=;\r\na;path;b\r\n1;x.wav;0.25\r\n-2000;y.wav;3\r\n")]
    public async Task ReadAsync_Csv_HasColumnsKeysAndValues(string text)
    {
        var table = await ReadAsync(Write("e.csv", text));

        table.Columns.ShouldBe(["a", "b"]);
        table.Keys.ShouldBe(["x.wav", "y.wav"]);
        table.Rows(0, 2).ToArray().ShouldBe([1, 0.25f, -2000, 3]);
    }

    [Fact]
    public async Task ReadAsync_SomeColumns_TakesThemInTheOrderNamed()
    {
        var file = Write("e.csv", "path,start,a,b\nx.wav,0 days,1,2\n");

        (await ReadAsync(file, new("path", ["b", "a"], []))).Rows(0, 1).ToArray().ShouldBe([2, 1]);
        (await ReadAsync(file, new("path", [], ["start"]))).Columns.ShouldBe(["a", "b"]);
        (await RefusalAsync(file)).ShouldEndWith(
            "e.csv(2,7): start is '0 days', expected a number. Correct it, or leave the column out: leave_out: [start].");
        (await RefusalAsync(file, new("path", [], ["end"]))).ShouldEndWith(
            "e.csv: has no column 'end', expected one of start, a, b. Correct columns or leave_out of features.kind.import.");
        (await RefusalAsync(file, new("file", [], []))).ShouldContain(
            "e.csv(1): header is 'path,start,a,b', expected a column 'file'. Add it, or name yours under features.kind.import.");
        (await RefusalAsync(file, new("path", [], ["start", "a", "b"])))
            .ShouldContain("has no column of features, expected some beside 'path'.");
    }

    [Theory]
    [InlineData("NaN", "b is NaN, expected a finite number. Compute the features of this clip again, or leave the column out.")]
    [InlineData("-Infinity", "b is -Infinity, expected a finite number.")]
    [InlineData("1e39", "b is 1E+39, beyond float32, expected a finite number.")]
    [InlineData("", "b is empty, expected a number.")]
    [InlineData("1,0", "row has 4 fields, expected 3 (path, a, b).")]
    public async Task ReadAsync_CsvWithWhatIsNoNumber_NamesTheRow(string field, string message)
    {
        var refusal = await RefusalAsync(Write("e.csv", $"path,a,b\nx.wav,1,2\ny.wav,1,{field}\n"));

        refusal.ShouldContain("e.csv(3");
        refusal.ShouldContain(message);
    }

    [Fact]
    public async Task ReadAsync_Npy_TakesNamesFromTheTextBesideIt()
    {
        var file = Npy("e.npy", Float16);
        (await RefusalAsync(file)).ShouldEndWith(
            "e.npy: has no names of clips, expected e.txt beside it, with the path or sha256 of each row's clip, a line each. "
                + "Write it where the array is computed, in the same order.");
        Write("e.txt", "x.wav\n");
        (await RefusalAsync(file)).ShouldEndWith("e.txt: has 1 names, expected 2, one for each row of e.npy.");
        Write("e.txt", "x.wav\ny.wav\n");

        var table = await ReadAsync(file);

        table.Columns.ShouldBe(["feature_0", "feature_1"]);
        table.Keys.ShouldBe(["x.wav", "y.wav"]);
        table.Rows(0, 2).ToArray().ShouldBe([1, 0.5f, -2, 65504]);
        table.PlaceOf(1).ShouldEndWith("e.npy, row 2 (y.wav)");
        FeatureTable.FilesOf(file).Select(Path.GetFileName).ShouldBe(["e.npy", "e.txt"]);
    }

    [Theory]
    [InlineData(FortranOrder, "the array is in Fortran order, expected C order. Save it again: np.save(path, np.ascontiguousarray(array)).")]
    [InlineData(BigEndian, "the array's type is >f4, expected numbers, little-endian. Save it as float32:")]
    [InlineData("a2V5cw==", "the file is no NumPy array of version 1 to 3.")]
    public async Task ReadAsync_NpyOfAnotherForm_NamesTheStepToTake(string base64, string message)
    {
        Write("e.txt", "x.wav\ny.wav\n");

        (await RefusalAsync(Npy("e.npy", base64))).ShouldContain(message);
    }

    [Fact]
    public async Task ReadAsync_NpyOfVersion2_IsRead()
    {
        Write("e.txt", "x.wav");

        (await ReadAsync(Npy("e.npy", Version2))).Rows(0, 1).ToArray().ShouldBe([1.5f, 2]);
    }

    [Fact]
    public async Task ReadAsync_TruncatedNpy_StatesBothLengths()
    {
        Write("e.txt", "x.wav\ny.wav\n");
        var file = Npy("e.npy", Float16);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);

        (await RefusalAsync(file)).ShouldEndWith("e.npy: the file holds 7 bytes of values, expected 8 for its shape.");
    }

    [Fact]
    public async Task ReadAsync_Parquet_ReadsNumbersAndListsOfThem()
    {
        var file = await WriteParquetAsync([2, 2, 2], [1, 2, 3, 4, 5, 6]);

        FeatureTable.ReadColumns(file, All).ShouldBe(["f0", "emb_0", "emb_1"]);
        var table = await ReadAsync(file);

        table.Columns.ShouldBe(["f0", "emb_0", "emb_1"]);
        table.Keys.ShouldBe(["0.wav", "1.wav", "2.wav"]);
        table.Rows(0, 3).ToArray().ShouldBe([0, 1, 2, 10, 3, 4, 20, 5, 6]);
        (await ReadAsync(file, new("path", ["emb_1"], []))).Rows(0, 3).ToArray().ShouldBe([2, 4, 6]);
        (await ReadAsync(file, new("path", [], ["emb"]))).Columns.ShouldBe(["f0"]);
    }

    [Fact]
    public async Task ReadAsync_ParquetOfUnevenLists_NamesTheRow()
    {
        (await RefusalAsync(await WriteParquetAsync([2, 1, 3], [1, 2, 3, 4, 5, 6]))).ShouldEndWith(
            "e.parquet, row 2 (1.wav): column emb has a list of another length, expected lists of one length. "
                + "Save lists of equal length, a frame a row.");
        (await RefusalAsync(await WriteParquetAsync([2, 1, 2], [1, 2, 3, 4, 5]))).ShouldEndWith(
            "e.parquet: column emb has 5 values in 3 rows, expected lists of one length. Save lists of equal length, a frame a row.");
        (await RefusalAsync(await WriteParquetAsync([1, 1, 1], [1, float.NaN, 3]))).ShouldContain(
            "e.parquet, row 2 (1.wav): emb_0 is NaN, expected a finite number.");
        (await RefusalAsync(await WriteParquetAsync([1, 1, 1], [1, 2, 3], missing: 2))).ShouldEndWith(
            "e.parquet, row 3 (2.wav): f0 is missing, expected a number.");
    }

    [Fact]
    public async Task ReadAsync_ParquetWithoutItsKeyOrWithTexts_NamesTheColumn()
    {
        var file = await WriteParquetAsync([1, 1, 1], [1, 2, 3]);

        (await RefusalAsync(file, new("file", [], []))).ShouldEndWith(
            "e.parquet: has no column 'file' with the names of the clips, expected one of path, f0, emb. Name yours: key: COLUMN. "
                + "An index of pandas is saved as a column by reset_index().");
        (await RefusalAsync(file, new("f0", [], []))).ShouldEndWith(
            "column f0 holds numbers, expected texts, the names of the clips. Name another: key: COLUMN.");
    }

    [Fact]
    public async Task ReadAsync_DamagedParquet_SaysSo()
    {
        var whole = File.ReadAllBytes(await WriteParquetAsync([1, 1, 1], [1, 2, 3]));
        (byte[] Bytes, string Message)[] cases =
        [
            ([], "e.parquet: is empty, expected a whole Parquet file. Save it as Parquet, or copy it again."),
            ("path,f0"u8.ToArray(), "e.parquet: is no Parquet file: it does not begin with 'PAR1', expected a whole Parquet file."),
            ("PAR1"u8.ToArray(), "e.parquet: is no whole Parquet file: it does not end with 'PAR1'"),
            (whole[..(whole.Length / 2)], "e.parquet: is no whole Parquet file: it does not end with 'PAR1'"),
            (whole[..^1], "expected a whole Parquet file. Save it again, or copy it again."),
            ([.. whole[..4], .. new byte[100], .. whole[^4..]], "e.parquet: cannot be read ("),
        ];
        foreach (var (bytes, message) in cases)
        {
            File.WriteAllBytes(_folder.Full("e.parquet"), bytes);

            Should.Throw<DatasetException>(() => FeatureTable.ReadColumns(_folder.Full("e.parquet"), All)).Message.ShouldContain(message);
            (await RefusalAsync(_folder.Full("e.parquet"))).ShouldContain(message);
        }
    }

    [Fact]
    public async Task ReadAsync_NoFileOrAnotherFormat_SaysSo()
    {
        (await RefusalAsync(_folder.Full("e.csv"))).ShouldEndWith("e.csv: there is no such file.");
        (await RefusalAsync(Write("e.pkl", "x"))).ShouldEndWith(
            "e.pkl: has the extension '.pkl', expected .parquet, .npy or .csv. Save the features as one of these.");
    }

    private static Task<FeatureTable> ReadAsync(string file, FeatureSelection? selection = null) =>
        FeatureTable.ReadAsync(file, selection ?? All, TestContext.Current.CancellationToken);

    private static async Task<string> RefusalAsync(string file, FeatureSelection? selection = null) =>
        (await Should.ThrowAsync<BakeoffException>(() => ReadAsync(file, selection))).Message;

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.Full(name), text);
        return _folder.Full(name);
    }

    private string Npy(string name, string base64)
    {
        File.WriteAllBytes(_folder.Full(name), Convert.FromBase64String(base64));
        return _folder.Full(name);
    }

    // Three rows: f0 is ten times the row, emb a list of the lengths given.
    private async Task<string> WriteParquetAsync(int[] lengths, float[] values, int? missing = null)
    {
        var list = new ListField("emb", new DataField<float>("element"));
        DataField[] plain = [new DataField<string>("path"), new DataField<double?>("f0")];
        var file = _folder.Full("e.parquet");
        var schema = new ParquetSchema(plain[0], plain[1], list);
        await using var stream = File.Create(file);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(plain[0], ["0.wav", "1.wav", "2.wav"]);
        double?[] numbers = [.. Enumerable.Range(0, 3).Select(i => i == missing ? (double?)null : 10 * i)];
        await group.WriteAsync<double>(plain[1], numbers.AsMemory());
        int[] levels = [.. lengths.SelectMany(static length => Enumerable.Range(0, length).Select(static i => i == 0 ? 0 : 1))];
        int[] present = [.. values.Select(_ => schema.DataFields[2].MaxDefinitionLevel)];
        await group.WriteAllPartsAsync<float>(
            schema.DataFields[2],
            values,
            (ReadOnlyMemory<int>?)present,
            (ReadOnlyMemory<int>?)levels,
            TestContext.Current.CancellationToken);
        return file;
    }
}
