/** Entry of the component: Streamlit calls the default export on mount and on every change of its data. */
import "./actions";
