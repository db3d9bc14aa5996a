/** One installation serves all of these: to build, pack and install takes longer than the tests themselves. */
import "./libraries.suite.js";
import "./publishing.suite.js";
import "./runtime.suite.js";
import "./size.suite.js";
import "./types.suite.js";
